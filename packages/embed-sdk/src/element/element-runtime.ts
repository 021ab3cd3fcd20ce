/** A scene in an element: what the machine says becomes state, events, poster, bar and notices. */
import { formatCredit } from '@vectreal/viewer-core/credit'
import { createScene } from '../scene/create-scene.js'
import { createSceneView } from '../scene/scene-view.js'
import { knownLanguage, languageOf } from '../scene/language.js'
import { DEFAULT_MESSAGES, failureLine, mergeMessages, signInHref } from '../scene/messages.js'
import { settingsOf } from '../scene/overrides.js'
import { errorOf, manifestOf, type SceneProgress, type SceneState } from '../scene/states.js'
import { createClient } from '../client.js'
import type { Diagnosis } from '../diagnose.js'
import type { SceneOverrides } from '../scene/ports.js'
import type { VectrealError } from '../vectreal-error.js'
import { creditLine } from './credit-line.js'
import type { ElementPlace, ElementRequest, ElementScene } from './element-place.js'
import { button, flag, logFailure, notice, part, remedyOf } from './notice.js'
import { createPosterImage } from './poster-image.js'
import type { VectrealSceneElement } from './scene-element-api.js'

export { createClient } from '../client.js'
export { isVectrealError, VectrealError } from '../vectreal-error.js'

export function openScene(place: ElementPlace, request: ElementRequest): ElementScene {
  const { element } = place
  const scene = createScene({
    ...request,
    reports: parseShare(element.getAttribute('reports')),
    figures: flag(element.getAttribute('figures')) ?? false,
  })
  const view = createSceneView(scene)
  const tag = languageOf(element)
  const said = mergeMessages(place.texts, element.messages)
  const messages = { ...DEFAULT_MESSAGES, ...said }
  const bar = createBar(messages.loading)
  const poster = createPosterImage(place)
  let box: HTMLElement | null = null
  let credit: HTMLElement | null = null
  let last: SceneState = { phase: 'idle' }

  function render(): void {
    const { scene: state, isDrawn, poster: url } = view.getState()
    const manifest = manifestOf(state)
    place.stage.classList.toggle('drawn', isDrawn)
    if (url !== null && manifest !== null) poster.show(url, manifest, altOf(state))
    if (state === last) return
    const before = last
    last = state
    showCredit(state)
    const progress = progressOf(state)
    bar.show(state.phase === 'ready' || state.phase === 'downloading' ? progress : null)
    if (before.phase === state.phase) {
      if (progress !== null) place.emit('progress', progress)
      return
    }
    const error = errorOf(state)
    if (error === null) say(state.phase === 'offline' ? notice(messages.offline, null, null) : null)
    place.setPhase(state.phase)
    if (progress !== null) place.emit('progress', progress)
    // The scene may have gone while its listeners ran.
    if (last !== state) return
    if (state.phase === 'ready' && before.phase !== 'context-lost') place.emit('load', { manifest })
    if (error !== null) fail(error)
  }

  function fail(error: VectrealError): void {
    if (place.emit('error', error)) {
      const href = signInHref(error.code, element.signInUrl)
      const line = href === '' ? failureLine(error.code, messages) : messages.signIn
      const retry = error.retryable ? button('retry', messages.retry, view.retry) : null
      say(notice(line, remedyOf(error, element), href === '' ? retry : signInLink(href, messages.signInLink)))
    }
    logFailure(error)
  }

  function say(next: HTMLElement | null): void {
    box?.remove()
    box = next
    if (next !== null) place.root.append(next)
  }

  function overrides(): SceneOverrides {
    const { autoRotate, cameraControls, toolbar, ar } = element
    return { autoRotate, cameraControls, toolbar, ar, alt: element.getAttribute('alt') }
  }

  function altOf(state: SceneState): string {
    const manifest = manifestOf(state)
    return settingsOf(manifest, overrides()).alt || (manifest?.name ?? '')
  }

  function showCredit(state: SceneState): void {
    const known =
      'model' in state ? (settingsOf(state.manifest, overrides()).credit ?? state.model.credit) : null
    if ((known === null) === (credit === null)) return
    credit?.remove()
    credit = known === null ? null : creditLine(known, formatCredit(known, messages.credit))
    if (credit !== null) place.stage.append(credit)
  }

  place.root.append(bar.element)
  const stopRender = view.subscribe(render)
  const unmount = view.mount({
    host: place.stage,
    overrides,
    messages: said,
    frame: element,
    language: knownLanguage(tag) === null ? undefined : tag,
    cover: () => place.poster,
    emit: place.emit,
  })
  scene.load()
  return {
    controls: view.controls,
    get error() {
      return errorOf(view.getState().scene)
    },
    get manifest() {
      return manifestOf(view.getState().scene)
    },
    whenReady: view.whenReady,
    retry: view.retry,
    update: view.update,
    dispose() {
      stopRender()
      unmount()
      scene.dispose()
      say(null)
      bar.element.remove()
      poster.remove()
      credit?.remove()
      place.stage.classList.remove('drawn')
    },
  }
}

export function diagnose(
  { apiKey, baseUrl, sceneId }: VectrealSceneElement,
  headers: Readonly<Record<string, string>> = {},
): Promise<Diagnosis> {
  return createClient({ apiKey, baseUrl, headers }).diagnose(sceneId)
}

/** Leaves the page, also from inside an iframe. */
function signInLink(href: string, label: string): HTMLElement {
  const link = part('a', 'sign-in') as HTMLAnchorElement
  link.href = href
  link.target = '_top'
  link.textContent = label
  return link
}

/** `reports="off"`, or the share of failures to report: `reports="0.1"`. */
function parseShare(attribute: string | null): number {
  if (attribute === 'off') return 0
  const share = Number.parseFloat(attribute ?? '1')
  return share >= 0 && share <= 1 ? share : 1
}

function progressOf(state: SceneState): SceneProgress | null {
  if (state.phase === 'downloading') {
    const { phase, loadedBytes, totalBytes, ratio } = state
    return { phase, loadedBytes, totalBytes, ratio }
  }
  if (state.phase !== 'decoding' && state.phase !== 'ready') return null
  const { bytes } = state.manifest.model
  return { phase: state.phase, loadedBytes: bytes, totalBytes: bytes, ratio: 1 }
}

const BAR_LOOK: Partial<CSSStyleDeclaration> = {
  position: 'absolute',
  left: '0',
  bottom: '0',
  height: '3px',
  width: '100%',
  transformOrigin: '0 50%',
  background: 'var(--vectreal-accent,#2563eb)',
  pointerEvents: 'none',
}

function createBar(label: string) {
  const element = part('div', 'bar')
  Object.assign(element.style, BAR_LOOK)
  element.setAttribute('role', 'progressbar')
  element.setAttribute('aria-label', label)
  element.hidden = true
  return {
    element,
    show(progress: SceneProgress | null): void {
      element.hidden = progress === null || progress.phase === 'ready'
      if (progress === null) return
      element.style.transform = `scaleX(${progress.ratio})`
      element.setAttribute('aria-valuenow', String(Math.round(progress.ratio * 100)))
    },
  }
}
