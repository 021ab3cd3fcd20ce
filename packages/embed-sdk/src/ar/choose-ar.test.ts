import { describe, expect, test } from 'vitest'
import { type ArDevice, type ArWay, chooseAr } from './choose-ar.js'

const ANDROID = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)'

const device = (userAgent: string, rest: Partial<ArDevice> = {}): ArDevice => ({
  userAgent,
  touchPoints: 5,
  hasWebXr: false,
  takesArLinks: false,
  isInIosApp: false,
  ...rest,
})

const TABLE: readonly [string, ArWay | null, ArDevice][] = [
  [
    'Chrome on Android with WebXR',
    'webxr',
    device(`${ANDROID} Chrome/140.0 Mobile Safari/537.36`, { hasWebXr: true }),
  ],
  ['Chrome on Android without WebXR', 'scene-viewer', device(`${ANDROID} Chrome/140.0 Mobile Safari/537.36`)],
  [
    'Samsung Internet',
    'scene-viewer',
    device(`${ANDROID} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36`),
  ],
  [
    'Firefox on Android',
    null,
    device('Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'),
  ],
  [
    'a web view on Android',
    null,
    device(`${ANDROID.replace('9)', '9; wv)')} Version/4.0 Chrome/140.0 Mobile Safari/537.36`),
  ],
  [
    'Instagram on Android',
    null,
    device(`${ANDROID.replace('9)', '9; wv)')} Chrome/140.0 Mobile Safari/537.36 Instagram 350.0`),
  ],
  [
    'a headset with WebXR',
    'webxr',
    device(`${ANDROID} OculusBrowser/38.0 Chrome/132.0 VR Safari/537.36`, { hasWebXr: true }),
  ],
  ['a headset without it', null, device(`${ANDROID} OculusBrowser/38.0 Chrome/132.0 VR Safari/537.36`)],
  [
    'Safari on iPhone',
    'quick-look',
    device(`${IPHONE} Version/18.3 Mobile/15E148 Safari/604.1`, { takesArLinks: true }),
  ],
  [
    'Chrome on iPhone',
    'quick-look',
    device(`${IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1`, { takesArLinks: true, isInIosApp: true }),
  ],
  [
    'Instagram on iPhone',
    null,
    device(`${IPHONE} Mobile/22D63 Instagram 350.0`, { takesArLinks: true, isInIosApp: true }),
  ],
  ['an iPhone too old for AR', null, device(`${IPHONE} Version/11.0 Mobile/15E148 Safari/604.1`)],
  ['Safari on iPad', 'quick-look', device(`${MAC} Version/18.3 Safari/605.1.15`, { takesArLinks: true })],
  [
    'Safari on a Mac',
    'qr',
    device(`${MAC} Version/18.3 Safari/605.1.15`, { touchPoints: 0, takesArLinks: true }),
  ],
  [
    'Chrome on Windows',
    'qr',
    device('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', {
      touchPoints: 0,
    }),
  ],
  [
    'Chrome on a Windows tablet',
    'qr',
    device('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36'),
  ],
  [
    'Firefox on Linux',
    'qr',
    device('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', { touchPoints: 0 }),
  ],
  ['another phone', null, device('Mozilla/5.0 (Mobile; KAIOS/3.1) Gecko/84.0 Firefox/84.0')],
]

describe('the way into AR', () => {
  test.each(TABLE)('of %s is %s', (_name, way, given) => {
    expect(chooseAr(given)).toBe(way)
  })
})
