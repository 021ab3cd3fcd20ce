/** What is said about the model: to screen readers, and to whom it is owed. */
import { EMPTY_CREDIT } from '@vectreal/scene-format'
import { Line, SettingGroup } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

export function TextGroup({ settings, disabled, onChange }: SettingGroupProps) {
  const { credit } = settings
  return (
    <SettingGroup title="Texts">
      <Line
        label="Alternative text"
        value={settings.alt}
        disabled={disabled}
        onChange={(alt) => onChange({ alt })}
      />
      <p className="text-xs text-muted">What a screen reader says. Empty: the scene's name.</p>
      {(
        [
          ['title', 'Title of the work'],
          ['author', 'Author'],
          ['licence', 'Licence'],
          ['sourceUrl', 'Source'],
        ] as const
      ).map(([name, label]) => (
        <Line
          key={name}
          label={label}
          type={name === 'sourceUrl' ? 'url' : 'text'}
          value={credit?.[name] ?? ''}
          disabled={disabled}
          onChange={(value) => {
            const next = { ...EMPTY_CREDIT, ...credit, [name]: value }
            onChange({ credit: Object.values(next).every((text) => text === '') ? null : next })
          }}
        />
      ))}
    </SettingGroup>
  )
}
