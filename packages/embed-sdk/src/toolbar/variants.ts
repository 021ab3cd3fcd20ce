/** The material variants of the model, each with its colour or texture. */
import type { Swatch } from '@vectreal/viewer-core'
import { choice, type ChoiceOption } from './choice.js'
import type { ToolbarContext } from './context.js'
import { make } from './elements.js'

export function variants(context: ToolbarContext): HTMLElement[] {
  const { viewer, texts, swatches } = context
  if (swatches.length === 0) return []
  const options = swatches.map(
    (one): ChoiceOption<string | null> => ({
      value: one.name,
      name: one.name,
      swatch: swatchOf(one),
    }),
  )
  // What the file starts with may be one of them; otherwise there has to be a way back.
  const original = swatches.find(({ isOriginal }) => isOriginal)?.name ?? null
  return [
    choice<string | null>(context, {
      name: 'variants',
      label: texts.variants,
      options: original === null ? [{ value: null, name: texts.original }, ...options] : options,
      current: () => viewer.variant ?? original,
      choose: (variant) => void viewer.setVariant(variant),
    }),
  ]
}

function swatchOf({ color, picture }: Swatch): HTMLElement | null {
  if (color === null && picture === null) return null
  const swatch = make('span', 'swatch')
  if (picture !== null) swatch.append(picture)
  else swatch.style.background = color ?? ''
  return swatch
}
