/** What the AR button does on this device: a session in the page, the app of the phone, or a code for a phone. */
import type { Viewer } from '@vectreal/viewer-core'
import type { ArUrls } from '../client.js'
import type { ArControl } from '../toolbar/context.js'
import { toPhoneUrl, toQuickLookUrl, toSceneViewerIntent } from './ar-links.js'
import { type ArWay, chooseAr, readArDevice } from './choose-ar.js'
import { DEFAULT_AR_TEXTS } from './ar-texts.js'
import { askPageUrl } from './page-address.js'
import type { ArPorts, ArStatus } from './ports.js'
import { openQrDialog } from './qr-dialog.js'
import { openSession } from './session-overlay.js'
import { showWord } from './word.js'

/** An app takes a moment to start, and a visitor one to confirm. */
const SPARE_MS = 60_000
/** Addresses last five minutes; the clock of a device may be wrong by more. */
const KEPT_MS = 4 * 60_000
/** Where Android goes when it has no Scene Viewer. */
const NO_APP = '#vectreal-ar-none'

export function createArControl(ports: ArPorts): ArControl {
  const { scene, surface, phoneFragment } = ports
  const { host } = surface
  const texts = { ...DEFAULT_AR_TEXTS, ...surface.messages?.toolbar }
  let way: ArWay | null = null
  let known: Promise<ArUrls> | null = null
  let knownSince = 0
  let leaving = new AbortController()

  /** The same while they last. */
  async function freshUrls(): Promise<ArUrls> {
    const urls = await known?.catch(() => null)
    const now = Date.now()
    if (urls && now - knownSince < KEPT_MS && Date.parse(urls.expiresAt) - now > SPARE_MS) return urls
    knownSince = now
    known = scene.client.getArUrls(scene.sceneId)
    return known
  }

  const emit = (status: ArStatus): void => surface.emit('ar-status', { status })

  function fail(): void {
    emit('failed')
    showWord(host, texts.arFailed)
  }

  async function isAvailable(): Promise<boolean> {
    way = chooseAr(await readArDevice(window))
    if (way === 'webxr') return ports.loadSession().then(() => true)
    if (way === 'qr') return (await askPageUrl()) !== null
    if (way === null) return false
    const { glbUrl, usdzUrl } = await freshUrls()
    return (way === 'quick-look' ? usdzUrl : glbUrl) !== null
  }

  /** Nothing under a poster can have the focus, and nobody is taken away from what they do meanwhile. */
  function attend(button: HTMLElement, viewer: Viewer, signal: AbortSignal): void {
    if (!ports.isSentFor) return
    const focus = (): void => {
      if (document.activeElement === document.body) button.focus()
    }
    focus()
    const stop = viewer.on('ready', () => requestAnimationFrame(focus))
    signal.addEventListener('abort', stop)
  }

  async function open(): Promise<void> {
    const { ar } = ports.settings()
    const options = { title: ports.name, canScale: ar.scale === 'free', placement: ar.placement }
    if (way === 'webxr') {
      await openSession({ ...ports, host, texts, settings: ports.settings(), emit })
      return
    }
    if (way === 'qr') {
      const page = await askPageUrl()
      if (page === null) throw new Error('no address')
      await openQrDialog(host, toPhoneUrl(page, phoneFragment), texts)
    } else if (way === 'quick-look') {
      const { usdzUrl } = await freshUrls()
      if (usdzUrl === null) throw new Error('no USDZ')
      openQuickLook(toQuickLookUrl(usdzUrl, options))
    } else if (way === 'scene-viewer') {
      const { glbUrl } = await freshUrls()
      if (glbUrl === null) throw new Error('no GLB')
      // Android goes to no other address from a frame.
      const fallbackUrl = window.parent === window ? new URL(NO_APP, location.href).href : null
      if (fallbackUrl !== null) listenForReturn()
      follow(link(toSceneViewerIntent(glbUrl, { ...options, fallbackUrl })))
    }
    emit('opened')
  }

  /** Without the app, Android goes to an address of this page: the one from before comes back, with its own fragment. */
  function listenForReturn(): void {
    leaving.abort()
    leaving = new AbortController()
    const { href } = location
    const comeBack = (): void => {
      if (location.hash !== NO_APP) return
      leaving.abort()
      history.replaceState(history.state, '', href)
      fail()
    }
    addEventListener('hashchange', comeBack, { signal: leaving.signal })
  }

  return { isAvailable, attend, open: () => void open().catch(fail) }
}

/** iOS opens Quick Look for a link whose first child is a picture. */
function openQuickLook(url: string): void {
  const anchor = link(url)
  anchor.rel = 'ar'
  anchor.append(document.createElement('img'))
  follow(anchor)
}

function link(url: string): HTMLAnchorElement {
  const anchor = document.createElement('a')
  anchor.href = url
  return anchor
}

function follow(anchor: HTMLAnchorElement): void {
  anchor.hidden = true
  document.body.append(anchor)
  anchor.click()
  anchor.remove()
}
