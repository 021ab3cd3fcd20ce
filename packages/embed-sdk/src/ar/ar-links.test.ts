import { describe, expect, test } from 'vitest'
import { toPhoneUrl, toQuickLookUrl, toSceneViewerIntent } from './ar-links.js'

const GLB = 'https://scenes.example.com/ar/ab.cd/Chair.glb'
const options = {
  title: 'Chair & table',
  canScale: true,
  placement: 'floor',
  fallbackUrl: 'https://shop.example.com/a?b=1#c',
} as const

describe('an intent for Scene Viewer', () => {
  test('names the file, the title and where to go without the app', () => {
    const [query = '', fragment = ''] = toSceneViewerIntent(GLB, options).split('#')
    const url = new URL(query)
    expect(url.href).toMatch(/^intent:\/\/arvr\.google\.com\/scene-viewer\/1\.2\?/)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      file: GLB,
      mode: 'ar_preferred',
      title: 'Chair & table',
    })
    expect(fragment.split(';')).toEqual([
      'Intent',
      'scheme=https',
      'package=com.google.android.googlequicksearchbox',
      'action=android.intent.action.VIEW',
      'S.browser_fallback_url=https%3A%2F%2Fshop.example.com%2Fa%3Fb%3D1%23c',
      'end',
      '',
    ])
  })

  test('keeps the size and hangs the model up where the scene says so', () => {
    const intent = toSceneViewerIntent(GLB, { ...options, canScale: false, placement: 'wall' })
    expect(intent).toContain('&resizable=false&enable_vertical_placement=true#')
  })
})

test('a link for Quick Look keeps the size where the scene says so', () => {
  expect(toQuickLookUrl('https://a.example/x.usdz', { canScale: true })).toBe('https://a.example/x.usdz')
  expect(toQuickLookUrl('https://a.example/x.usdz', { canScale: false })).toBe(
    'https://a.example/x.usdz#allowsContentScaling=0',
  )
})

describe('the address for a phone', () => {
  test('names one scene and keeps what stood in the fragment', () => {
    const once = toPhoneUrl('https://shop.example.com/p?q=1#reviews', 'vectreal-ar=first')
    expect(once).toBe('https://shop.example.com/p?q=1#reviews&vectreal-ar=first')
    expect(toPhoneUrl(once, 'vectreal-ar=second')).toBe(
      'https://shop.example.com/p?q=1#reviews&vectreal-ar=second',
    )
  })
})
