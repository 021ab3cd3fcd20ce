/** Which controls of the toolbar a page asks for. */
import { SETTING_CHOICES, type ToolbarControl } from '@vectreal/scene-format'

/**
 * Names of controls, in one text with spaces between them or as a list, in the order in which they are shown. True or empty:
 * all that apply. False or `none`: no toolbar. Null: as the scene says.
 */
export type ToolbarWish = string | boolean | readonly ToolbarControl[] | null

/** As the settings have it; undefined: as the scene says. Names that are none of a control are left out. */
export function parseToolbar(wish: ToolbarWish | undefined): readonly ToolbarControl[] | null | undefined {
  if (wish === undefined || wish === null) return undefined
  if (wish === true || wish === 'true' || wish === '') return []
  if (wish === false) return null
  const asked: readonly string[] = typeof wish === 'string' ? wish.split(/[\s,]+/) : wish
  const known = new Set(SETTING_CHOICES.toolbarControl.filter((name) => asked.includes(name)))
  const names = [...new Set(asked)].filter((name): name is ToolbarControl =>
    known.has(name as ToolbarControl),
  )
  return names.length === 0 && asked.length > 0 ? null : names
}
