/** Which way into AR a device has. */

/** What can be told of the browser without asking its user. */
export interface ArDevice {
  /** `navigator.userAgent`. */
  readonly userAgent: string
  /** `navigator.maxTouchPoints`: an iPad calls itself a Mac. */
  readonly touchPoints: number
  /** Whether an `immersive-ar` session is supported here, in this frame. */
  readonly hasWebXr: boolean
  /** Whether links may have `rel="ar"`. */
  readonly takesArLinks: boolean
  /** Whether an iOS app shows the page in a view of its own. */
  readonly isInIosApp: boolean
}

/**
 * `webxr`: in the page. `scene-viewer`: Android's app, by an intent. `quick-look`: that of iOS, by a link. `qr`: a code that
 * opens the page on a phone.
 */
export type ArWay = 'webxr' | 'scene-viewer' | 'quick-look' | 'qr'

/** Browsers of iOS that are apps with a view of WebKit and open AR links all the same. */
const IOS_BROWSERS = /\b(?:CriOS|FxiOS|EdgiOS|GSA|OPT|DuckDuckGo)\//
/** Android's web view says `wv`; headsets and other browsers have no way to Scene Viewer. */
const NO_SCENE_VIEWER = /; wv\)|\bFBA[NV]\b|\bInstagram\b|\bFirefox\/|\bOculusBrowser\/|\bPico|\bSilk\//

/** Null: no way; then nothing is offered. */
export function chooseAr(device: ArDevice): ArWay | null {
  const { userAgent, touchPoints } = device
  if (device.hasWebXr) return 'webxr'
  if (/\b(?:iPhone|iPad|iPod)\b/.test(userAgent) || (/\bMacintosh\b/.test(userAgent) && touchPoints > 1)) {
    const opensLinks = device.takesArLinks && (!device.isInIosApp || IOS_BROWSERS.test(userAgent))
    return opensLinks ? 'quick-look' : null
  }
  if (/\bAndroid\b/.test(userAgent)) return NO_SCENE_VIEWER.test(userAgent) ? null : 'scene-viewer'
  return /\bMobile\b/.test(userAgent) ? null : 'qr'
}

/** Reads what `chooseAr` decides from. `xr` is not asked where the page may not use it. */
export async function readArDevice(window: Window & typeof globalThis): Promise<ArDevice> {
  const { navigator, document } = window
  const { xr } = navigator as { xr?: { isSessionSupported(mode: string): Promise<boolean> } }
  return {
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    hasWebXr: (await xr?.isSessionSupported('immersive-ar').catch(() => false)) ?? false,
    takesArLinks: document.createElement('a').relList.supports('ar'),
    isInIosApp: 'webkit' in window && 'messageHandlers' in (window.webkit as object),
  }
}
