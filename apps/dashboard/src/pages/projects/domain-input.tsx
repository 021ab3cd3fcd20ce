/** Takes a domain as people type or paste it, and shows what it will be saved as before it is added. */
import { normalizeDomainPattern } from '@vectreal/auth-core/normalize'
import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '../../ui/button'
import { describePattern, splitEntries } from './describe-pattern'

interface DomainInputProps {
  readonly known: readonly string[]
  readonly onAdd: (patterns: readonly string[]) => void
}

export function DomainInput({ known, onAdd }: DomainInputProps) {
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const id = useId()
  const entries = splitEntries(text)
  const results = entries.map((entry) => normalizeDomainPattern(entry))
  const refused = results.find((result) => !result.ok)
  const patterns = results.flatMap((result) => (result.ok ? [result.pattern] : []))
  const first = patterns[0]
  const showRefusal =
    refused !== undefined && (tried || entries.length > 1 || text.includes('.') || text.includes('*'))

  const add = (toAdd: readonly string[]) => {
    onAdd(toAdd.filter((pattern) => !known.includes(pattern)))
    setText('')
    setTried(false)
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (refused === undefined && patterns.length > 0) add(patterns)
      }}
    >
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        Add a domain
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          type="text"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="www.example.com"
          value={text}
          aria-invalid={showRefusal}
          aria-describedby={`${id}-result`}
          onChange={(event) => {
            setText(event.target.value)
            setTried(false)
          }}
          className="control font-mono text-sm"
        />
        <Button type="submit" icon={<Plus aria-hidden size={16} />}>
          Add
        </Button>
      </div>
      <div id={`${id}-result`} aria-live="polite" className="user-text mt-1.5 min-h-5 text-sm">
        {showRefusal && refused && !refused.ok ? (
          <p className="text-danger">
            {refused.message}{' '}
            {refused.suggestion !== undefined && (
              <button type="button" className="link" onClick={() => setText(refused.suggestion ?? '')}>
                Use {refused.suggestion}
              </button>
            )}
          </p>
        ) : patterns.length > 1 ? (
          <p className="text-muted">
            Will add {patterns.length} entries: {patterns.join(', ')}
          </p>
        ) : first === undefined ? (
          <p className="text-muted">
            A domain, *.domain for all its subdomains, pr-*.domain for previews, or a pasted address.
          </p>
        ) : (
          <p className="text-muted">
            {known.includes(first) ? (
              <>
                <code className="font-mono">{first}</code> is already on the list.
              </>
            ) : (
              <>
                Saved as <code className="font-mono text-text">{first}</code>.{' '}
                {describePattern(first).matches}.
              </>
            )}
          </p>
        )}
      </div>
    </form>
  )
}
