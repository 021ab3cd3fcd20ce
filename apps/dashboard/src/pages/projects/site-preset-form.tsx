/** The entries that a site builder needs, each with its reason, added together. */
import { normalizeDomainPattern } from '@vectreal/auth-core/normalize'
import { presetEntries, SITE_PRESETS } from '@vectreal/auth-core/site-presets'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { SelectField, TextField } from '../../forms/field'
import { Button } from '../../ui/button'
import { docsUrl } from '../../url'

interface SitePresetFormProps {
  readonly known: readonly string[]
  readonly onAdd: (patterns: readonly string[]) => void
}

export function SitePresetForm({ known, onAdd }: SitePresetFormProps) {
  const [builder, setBuilder] = useState('')
  const [domain, setDomain] = useState('')
  const [site, setSite] = useState('')
  const preset = SITE_PRESETS.find(({ id }) => id === builder)
  const entries =
    preset === undefined
      ? []
      : presetEntries(preset, { domain, site }).map(({ pattern, reason }) => ({
          reason,
          typed: pattern,
          result: normalizeDomainPattern(pattern),
        }))
  const fresh = entries.flatMap(({ result }) =>
    result.ok && !known.includes(result.pattern) ? [result.pattern] : [],
  )
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        onAdd(fresh)
      }}
    >
      <SelectField
        label="Made with a site builder?"
        value={builder}
        onChange={(event) => setBuilder(event.target.value)}
      >
        <option value="">Choose one</option>
        {SITE_PRESETS.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {preset !== undefined && (
        <>
          <TextField
            label="Domain"
            placeholder="www.example.com"
            hint="As visitors see it. Leave it empty if there is none yet."
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
            value={domain}
            onChange={(event) => setDomain(event.target.value)}
          />
          <TextField
            label={preset.siteLabel}
            hint={preset.siteHint}
            autoCapitalize="none"
            spellCheck={false}
            value={site}
            onChange={(event) => setSite(event.target.value)}
          />
          <ul aria-label={`Entries for ${preset.name}`} className="space-y-2 text-sm">
            {entries.map(({ typed, reason, result }) => (
              <li key={typed}>
                <code className="user-text block font-mono">{result.ok ? result.pattern : typed}</code>
                {result.ok ? (
                  <span className="text-xs text-muted">
                    {known.includes(result.pattern) ? 'Already on the list. ' : ''}
                    {reason}
                  </span>
                ) : (
                  <span className="user-text text-xs text-danger">{result.message}</span>
                )}
              </li>
            ))}
            {preset.exceptions.map(({ hosts, advice }) => (
              <li key={hosts}>
                <code className="user-text block font-mono">{hosts}</code>
                <span className="text-xs text-muted">Not added. {advice}</span>
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-3">
            <Button
              type="submit"
              why={
                fresh.length === 0
                  ? 'Fill in the fields above. Entries already on the list aren’t added again.'
                  : undefined
              }
              icon={<Plus aria-hidden size={16} />}
            >
              {fresh.length === 1 ? 'Add 1 entry' : `Add ${fresh.length} entries`}
            </Button>
            <a className="link text-sm" href={`${docsUrl.siteBuilders}#${preset.id}`}>
              How to embed in {preset.name}
            </a>
          </div>
        </>
      )}
    </form>
  )
}
