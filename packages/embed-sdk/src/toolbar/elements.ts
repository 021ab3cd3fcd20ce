/** The elements that the controls are made of. */
import { icon, type IconName } from './icons.js'

/** A part that pages can style: `::part(<name>)` in the element, `.vectreal-<name>` in React. */
export function make<Tag extends 'div' | 'span' | 'button' | 'input' | 'p'>(
  tag: Tag,
  part: string,
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const name of part.split(' ')) {
    element.classList.add(`vectreal-${name}`)
    element.part.add(name)
  }
  return element
}

/** Controls that belong together, with an ARIA role and a name. */
export function makeGroup(part: string, role: string, label: string): HTMLElement {
  const element = make('div', part)
  element.setAttribute('role', role)
  element.setAttribute('aria-label', label)
  return element
}

/** A button of the toolbar, named by `label` for everybody. */
export function toolButton(
  name: string,
  label: string,
  picture: IconName,
  act: () => void,
): HTMLButtonElement {
  const button = make('button', `tool tool-${name}`)
  button.type = 'button'
  button.append(icon(picture))
  rename(button, label)
  button.addEventListener('click', () => {
    if (button.ariaDisabled !== 'true') act()
  })
  return button
}

export function rename(button: HTMLElement, label: string): void {
  button.setAttribute('aria-label', label)
  button.title = label
}

/** What a page or a file calls something, in whatever script it is written. */
export function nameLabel(name: string): HTMLElement {
  const label = make('span', 'name')
  label.dir = 'auto'
  label.textContent = name
  return label
}
