/** The parts of every form: a label, the control, a hint, and the reason it was refused, tied together for everyone. */
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { classNames } from '../ui/class-names'

interface FrameProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly optional?: boolean
}

function useFieldIds(hint: unknown, error: string | undefined) {
  const id = useId()
  const describedBy = [hint === undefined ? null : `${id}-hint`, error === undefined ? null : `${id}-error`]
    .filter(Boolean)
    .join(' ')
  return { id, describedBy: describedBy === '' ? undefined : describedBy }
}

function Frame({
  id,
  label,
  hint,
  error,
  optional,
  children,
}: FrameProps & { id: string; children: ReactNode }) {
  return (
    <div>
      <div className="mb-1.5 flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {optional && <span className="text-xs text-muted">Optional</span>}
      </div>
      {children}
      <FieldError id={id} error={error} />
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mt-1.5 text-xs text-muted">
          {hint}
        </div>
      )}
    </div>
  )
}

function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (error === undefined) return null
  return (
    <p id={`${id}-error`} role="alert" className="user-text mt-1.5 text-sm font-medium text-danger">
      {sentence(error)}
    </p>
  )
}

type InputProps = FrameProps & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }

export function TextField({ label, hint, error, optional, className, ...rest }: InputProps) {
  const { id, describedBy } = useFieldIds(hint, error)
  return (
    <Frame id={id} label={label} hint={hint} error={error} optional={optional ?? false}>
      <input
        type="text"
        {...rest}
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy}
        className={classNames('control', className)}
      />
    </Frame>
  )
}

type AreaProps = FrameProps & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }

export function TextAreaField({ label, hint, error, optional, className, ...rest }: AreaProps) {
  const { id, describedBy } = useFieldIds(hint, error)
  return (
    <Frame id={id} label={label} hint={hint} error={error} optional={optional ?? false}>
      <textarea
        rows={3}
        {...rest}
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy}
        className={classNames('control', className)}
      />
    </Frame>
  )
}

type SelectProps = FrameProps & SelectHTMLAttributes<HTMLSelectElement> & { ref?: Ref<HTMLSelectElement> }

export function SelectField({ label, hint, error, optional, className, children, ...rest }: SelectProps) {
  const { id, describedBy } = useFieldIds(hint, error)
  return (
    <Frame id={id} label={label} hint={hint} error={error} optional={optional ?? false}>
      <select
        {...rest}
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy}
        className={classNames('control', className)}
      >
        {children}
      </select>
    </Frame>
  )
}

type CheckboxProps = InputHTMLAttributes<HTMLInputElement> & {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly ref?: Ref<HTMLInputElement>
}

export function Checkbox({ label, hint, ...rest }: CheckboxProps) {
  const id = useId()
  return (
    <div className="flex gap-2.5">
      <input
        type="checkbox"
        {...rest}
        id={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-0.5 size-4.5 shrink-0 accent-(--accent-solid)"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="user-text text-sm">
          {label}
        </label>
        {hint !== undefined && (
          <div id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </div>
        )}
      </div>
    </div>
  )
}

/** Several choices under one legend. */
export function CheckboxGroup({
  legend,
  hint,
  error,
  children,
}: {
  legend: string
  hint?: ReactNode
  error?: string | undefined
  children: ReactNode
}) {
  const { id, describedBy } = useFieldIds(hint, error)
  return (
    <fieldset aria-labelledby={`${id}-legend`} aria-describedby={describedBy}>
      <legend id={`${id}-legend`} className="mb-1.5 text-sm font-medium">
        {legend}
      </legend>
      <div
        className={classNames(
          'max-h-56 space-y-2.5 overflow-y-auto rounded-lg border p-3',
          error === undefined ? 'border-control' : 'border-danger-solid',
        )}
      >
        {children}
      </div>
      <FieldError id={id} error={error} />
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mt-1.5 text-xs text-muted">
          {hint}
        </div>
      )}
    </fieldset>
  )
}

/** The API's messages begin with a verb, as they follow a field's name there. */
function sentence(message: string): string {
  const start = message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?]$/.test(start) ? start : `${start}.`
}
