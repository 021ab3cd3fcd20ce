/** Each control by its name, in the order in which they stand; an empty list: it does not apply to this scene, device or page. */
import type { ToolbarControl } from '@vectreal/scene-format'
import { animations } from './animations.js'
import { choice } from './choice.js'
import type { ToolbarContext } from './context.js'
import { toolButton } from './elements.js'
import { fullscreen } from './fullscreen.js'
import { sharePicture } from './share.js'
import { tour } from './tour.js'
import { variants } from './variants.js'

export const CONTROLS: Readonly<Record<ToolbarControl, (context: ToolbarContext) => readonly HTMLElement[]>> =
  {
    tour,
    variants,
    cameras,
    animations,
    dimensions,
    ar,
    reset,
    share,
    fullscreen,
  }

function cameras(context: ToolbarContext): HTMLElement[] {
  const { viewer, texts, settings, signal } = context
  if (viewer.cameras.length === 0) return []
  let current = settings.initialCamera
  const stop = viewer.on('camera', (camera) => (current = camera))
  signal.addEventListener('abort', stop)
  const named = viewer.cameras.map((name) => ({ value: name, name }))
  return [
    choice<string | null>(context, {
      name: 'cameras',
      label: texts.cameras,
      options: [{ value: null, name: texts.wholeModel }, ...named],
      current: () => current,
      choose: (camera) => void viewer.goTo(camera),
    }),
  ]
}

function dimensions(context: ToolbarContext): HTMLElement[] {
  const { viewer, texts, settings, language } = context
  if (viewer.dimensions === null) return []
  const { unit, show } = settings.dimensions
  let current = show ? unit : null
  const units = (['m', 'cm', 'mm', 'in'] as const).map((value) => ({
    value,
    name: unitName(value, language),
  }))
  return [
    choice<(typeof units)[number]['value'] | null>(context, {
      name: 'dimensions',
      label: texts.dimensions,
      options: [{ value: null, name: texts.off }, ...units],
      current: () => current,
      choose(next) {
        current = next
        viewer.showDimensions(next).catch(() => {})
      },
    }),
  ]
}

const UNITS = { m: 'meter', cm: 'centimeter', mm: 'millimeter', in: 'inch' } as const

/** As people of the language call it: `Zentimeter`. */
function unitName(unit: keyof typeof UNITS, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: UNITS[unit], unitDisplay: 'long' })
  return format.formatToParts(2).find(({ type }) => type === 'unit')?.value ?? unit
}

function reset({ viewer, texts, settings }: ToolbarContext): HTMLElement[] {
  return [toolButton('reset', texts.reset, 'reset', () => void viewer.goTo(settings.initialCamera))]
}

function share({ viewer, texts, name }: ToolbarContext): HTMLElement[] {
  return [toolButton('share', texts.share, 'share', () => void sharePicture(viewer, name))]
}

function ar({ ar, texts, signal, viewer, rearrange }: ToolbarContext): HTMLElement[] {
  if (ar === null) return []
  const button = toolButton('ar', texts.ar, 'ar', () => ar.open())
  button.hidden = true
  const show = async (): Promise<void> => {
    button.hidden = !(await ar.isAvailable())
    if (signal.aborted || button.hidden) return
    rearrange()
    ar.attend(button, viewer, signal)
  }
  show().catch(() => {})
  return [button]
}
