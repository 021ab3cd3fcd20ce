/** One of several: a button that opens a radio group. */
import { make, makeGroup, nameLabel } from './elements.js'
import type { ToolbarContext } from './context.js'
import type { IconName } from './icons.js'
import { panelButton } from './panel-button.js'
import { rove } from './roving.js'

export interface ChoiceOption<Value> {
  readonly value: Value
  readonly name: string
  /** A picture of it before its name. */
  readonly swatch?: Element | null
}

interface ChoiceOptions<Value> {
  /** Name of the part, and of its picture. */
  readonly name: IconName
  readonly label: string
  readonly options: readonly ChoiceOption<Value>[]
  current(): Value
  choose(value: Value): void
}

/** The group alone, for a panel that holds more than it. */
export function radioGroup<Value>(
  { isRightToLeft }: ToolbarContext,
  { label, options, current, choose }: Omit<ChoiceOptions<Value>, 'name'>,
): { readonly element: HTMLElement; show(): void; focus(): void } {
  const element = makeGroup('options', 'radiogroup', label)
  const radios = options.map(({ value, name, swatch }) => {
    const radio = make('button', 'option')
    radio.type = 'button'
    radio.setAttribute('role', 'radio')
    if (swatch) radio.append(swatch)
    radio.append(nameLabel(name))
    radio.addEventListener('click', () => {
      choose(value)
      show()
    })
    return radio
  })
  element.append(...radios)
  const roving = rove(element, {
    items: () => radios,
    isRightToLeft,
    isGrid: true,
    onMove: (radio) => radio.click(),
  })
  const checked = () => radios[options.findIndex(({ value }) => value === current())]
  function show(): void {
    const stop = checked()
    for (const radio of radios) radio.setAttribute('aria-checked', String(radio === stop))
    roving.stopAt(stop)
  }
  return {
    element,
    show,
    focus: () => (checked() ?? radios[0])?.focus(),
  }
}

export function choice<Value>(context: ToolbarContext, options: ChoiceOptions<Value>): HTMLElement {
  const { name, label } = options
  const group = radioGroup(context, options)
  return panelButton(context, name, label, [group.element], () => {
    group.show()
    group.focus()
    return context.watch(group.show)
  })
}
