import { Monitor, Moon, Sun } from 'lucide-react'
import { chooseTheme, type ThemeChoice, useThemeChoice } from './theme'

const CHOICES: readonly { value: ThemeChoice; label: string; Icon: typeof Sun }[] = [
  { value: 'system', label: 'System theme', Icon: Monitor },
  { value: 'light', label: 'Light theme', Icon: Sun },
  { value: 'dark', label: 'Dark theme', Icon: Moon },
]

export function ThemeSwitch() {
  const choice = useThemeChoice()
  return (
    <div
      role="group"
      aria-label="Theme"
      className="inline-flex rounded-lg border border-line bg-raised p-0.5"
    >
      {CHOICES.map(({ value, label, Icon }) => (
        <button
          key={value}
          type="button"
          aria-label={label}
          title={label}
          aria-pressed={choice === value}
          onClick={() => chooseTheme(value)}
          className="flex size-7 items-center justify-center rounded-md text-muted hover:text-text aria-pressed:bg-surface aria-pressed:text-text aria-pressed:shadow-card"
        >
          <Icon aria-hidden size={14} />
        </button>
      ))}
    </div>
  )
}
