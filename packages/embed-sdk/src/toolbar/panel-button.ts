/** A button of the toolbar that opens a panel over it. */
import type { ToolbarContext } from './context.js'
import { make, toolButton } from './elements.js'
import type { IconName } from './icons.js'

/** `onOpen`: what it gives is called when the panel closes. */
export function panelButton(
  { panels }: ToolbarContext,
  name: IconName,
  label: string,
  content: readonly HTMLElement[],
  onOpen: () => () => void,
): HTMLElement {
  const element = make('div', `tool-panel ${name}-panel`)
  element.append(...content)
  const button = toolButton(name, label, name, () => panels.toggle({ button, element, onOpen }))
  button.setAttribute('aria-expanded', 'false')
  return button
}
