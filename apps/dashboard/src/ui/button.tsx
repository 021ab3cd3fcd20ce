import { LoaderCircle } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Link, type LinkProps } from 'react-router'
import { classNames } from './class-names'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'

const BASE =
  'inline-flex items-center justify-center gap-2 rounded-lg px-3.5 min-h-10 py-1.5 font-medium text-sm transition-colors select-none text-center disabled:opacity-55'
const KINDS: Record<ButtonKind, string> = {
  primary: 'bg-accent-solid text-on-accent hover:bg-accent-solid-hover',
  secondary: 'bg-surface text-text border border-line-strong hover:bg-raised',
  quiet: 'text-muted hover:text-text hover:bg-raised',
  danger: 'bg-danger-solid text-on-accent hover:bg-danger-solid-hover',
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind
  readonly icon?: ReactNode
  /** Shows that work is under way; the button stays focusable and ignores presses. */
  readonly busy?: boolean
  /** Why it cannot be pressed now. It is greyed and stays in reach, so that hovering, focus and screen readers tell. */
  readonly why?: string | undefined
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({
  kind = 'secondary',
  icon,
  busy = false,
  why,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || why !== undefined || undefined}
      aria-busy={busy || undefined}
      title={why ?? rest.title}
      className={classNames(
        BASE,
        KINDS[kind],
        busy && 'opacity-75',
        why !== undefined && 'cursor-not-allowed opacity-55',
        className,
      )}
      onClick={(event) => {
        if (busy || why !== undefined) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <LoaderCircle aria-hidden size={16} className="animate-spin" /> : icon}
      {children}
    </button>
  )
}

export function ButtonLink({
  kind = 'secondary',
  icon,
  className,
  children,
  ...rest
}: LinkProps & { kind?: ButtonKind; icon?: ReactNode }) {
  return (
    <Link {...rest} className={classNames(BASE, KINDS[kind], className as string | undefined)}>
      {icon}
      {children}
    </Link>
  )
}

/** A button that shows only an icon; its name is what a screen reader says and what hovering shows. */
export function IconButton({
  label,
  children,
  className,
  ...rest
}: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> & {
  label: string
  ref?: Ref<HTMLButtonElement>
}) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-raised hover:text-text',
        className,
      )}
    >
      {children}
    </button>
  )
}
