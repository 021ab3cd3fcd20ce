/** Small controls of the settings panel. */
import { type ReactNode, useId } from 'react'
import { classNames } from '../../../ui/class-names'

export function SettingGroup({
  title,
  children,
  open = false,
}: {
  title: string
  children: ReactNode
  open?: boolean
}) {
  return (
    <details open={open} className="group border-b border-line last:border-b-0">
      <summary className="flex list-none items-center justify-between px-5 py-3 text-sm font-semibold hover:bg-raised">
        {title}
        <span aria-hidden className="text-muted transition-transform group-open:rotate-90">
          ›
        </span>
      </summary>
      <div className="space-y-4 px-5 pt-1 pb-5 text-sm">{children}</div>
    </details>
  )
}

interface RangeProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly unit?: string
  readonly disabled?: boolean
  /** Why it has no effect now. */
  readonly why?: string | undefined
  readonly onChange: (value: number) => void
}

export function Range({
  label,
  value,
  min,
  max,
  step,
  unit = '',
  disabled = false,
  why,
  onChange,
}: RangeProps) {
  const id = useId()
  return (
    <div>
      <div className="flex justify-between gap-2">
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id} className="text-muted tabular-nums">
          {Number(value.toFixed(2))}
          {unit}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled || why !== undefined}
        title={why}
        aria-describedby={why === undefined ? undefined : `${id}-why`}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="mt-1 w-full accent-(--accent-solid)"
      />
      {why !== undefined && (
        <p id={`${id}-why`} className="text-xs text-muted">
          {why}
        </p>
      )}
    </div>
  )
}

/** The value of a `Choice` that stands for `null`. */
export const UNSET = ''

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [Value, string])[]
  readonly disabled?: boolean
  readonly onChange: (value: Value) => void
}

export function Choice<Value extends string>({
  label,
  value,
  options,
  disabled = false,
  onChange,
}: ChoiceProps<Value>) {
  const id = useId()
  return (
    <div className="flex items-center justify-between gap-3">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as Value)}
        className="control w-auto! max-w-[60%] py-1! text-sm"
      >
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

interface LineProps {
  readonly label: string
  readonly value: string
  readonly type?: 'text' | 'color' | 'url'
  readonly disabled?: boolean
  readonly onChange: (value: string) => void
}

export function Line({ label, value, type = 'text', disabled = false, onChange }: LineProps) {
  const id = useId()
  return (
    <div className={type === 'color' ? 'flex items-center justify-between gap-3' : ''}>
      <label htmlFor={id} className="block">
        {label}
      </label>
      <input
        id={id}
        type={type}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        className={classNames('control text-sm', type === 'color' ? 'h-9 w-16! p-1!' : 'mt-1')}
      />
    </div>
  )
}
