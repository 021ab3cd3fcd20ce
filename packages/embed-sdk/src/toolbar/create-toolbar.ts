/** The built-in controls over a picture, as the settings ask for them (ARIA APG, toolbar pattern). */
import type { SceneSettings, ToolbarControl } from '@vectreal/scene-format'
import type { ToolbarContext, ToolbarPorts } from './context.js'
import { CONTROLS } from './controls.js'
import { make, makeGroup, toolButton } from './elements.js'
import { createPanels } from './panels.js'
import { rove } from './roving.js'
import { TOOLBAR_CSS } from './toolbar-css.js'

export interface Toolbar {
  /** The settings may have changed. */
  update(settings: SceneSettings): void
  dispose(): void
}

export function createToolbar(ports: ToolbarPorts, initial: SceneSettings): Toolbar {
  let shown = ''
  let end = () => {}

  function update(settings: SceneSettings): void {
    const { toolbar, tour, dimensions, cameras, initialCamera, variant } = settings
    const next = JSON.stringify([toolbar, tour, dimensions, cameras, initialCamera, variant])
    if (next === shown) return
    shown = next
    end()
    end = toolbar === null ? () => {} : build(ports, settings, toolbar)
  }
  update(initial)
  return { update, dispose: () => end() }
}

/** The result takes it away. */
function build(ports: ToolbarPorts, settings: SceneSettings, wanted: readonly ToolbarControl[]): () => void {
  const { host, viewer, texts, isRightToLeft, adopt } = ports
  const lifetime = new AbortController()
  const { signal } = lifetime
  const controls = make('div', 'controls')
  const bar = makeGroup('toolbar', 'toolbar', texts.name)
  controls.append(bar)
  const panels = createPanels(bar, controls)
  const context: ToolbarContext = { ...ports, settings, panels, holder: controls, signal, watch, rearrange }
  const more = toolButton('more', texts.more, 'more', () => {
    if (panels.isOpen) panels.close()
    else unfold()
  })
  unfold(false)
  const names = wanted.length === 0 ? (Object.keys(CONTROLS) as ToolbarControl[]) : wanted
  const items = names.flatMap((name) => CONTROLS[name](context))
  if (items.length === 0) return () => lifetime.abort()
  bar.append(more, ...items)
  host.append(controls)
  signal.addEventListener('abort', adopt(controls, TOOLBAR_CSS))
  // What else stands at the lower edge makes room.
  host.dataset['vectrealToolbar'] = names.join(' ')
  const roving = rove(bar, { items: () => [...bar.querySelectorAll('button')], isRightToLeft })

  bar.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panels.isOpen || !bar.hasAttribute('data-open')) return
    event.preventDefault()
    event.stopPropagation()
    unfold(false)
    more.focus()
  })
  // A step outside closes what is open, as a menu does.
  controls.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget !== null && !controls.contains(relatedTarget as Node)) panels.close()
  })
  const sizes = new ResizeObserver(rearrange)
  sizes.observe(host)

  /** Shows the controls that have no room, or hides them; by itself the other way round. */
  function unfold(isOpen?: boolean): void {
    more.setAttribute('aria-expanded', String(bar.toggleAttribute('data-open', isOpen)))
  }

  function rearrange(): void {
    bar.removeAttribute('data-narrow')
    bar.toggleAttribute('data-narrow', bar.scrollWidth > bar.clientWidth)
    roving.stopAt()
  }

  function watch(show: () => void): () => void {
    const stops = (['camera', 'variant', 'playing'] as const).map((name) => viewer.on(name, show))
    return () => {
      for (const stop of stops) stop()
    }
  }

  return () => {
    panels.close()
    lifetime.abort()
    sizes.disconnect()
    controls.remove()
    delete host.dataset['vectrealToolbar']
  }
}
