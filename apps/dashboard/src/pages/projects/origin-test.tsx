import { compileAllowlist } from '@vectreal/auth-core'
import { CircleCheck, CircleX } from 'lucide-react'
import { useId, useState } from 'react'
import type { AllowlistDraft } from '../../api/projects'

const REASONS = {
  pattern: 'an entry matches',
  localhost: 'localhost is allowed',
  localhost_off: 'localhost is turned off',
  no_match: 'no entry matches',
  not_an_origin: 'that is not an address of a page',
} as const

/** Tries an address against the list as it stands on the page, saved or not, by the rules the server uses. */
export function OriginTest({ draft }: { draft: AllowlistDraft }) {
  const [text, setText] = useState('')
  const id = useId()
  const origin = readOrigin(text)
  const result = origin === null ? null : compileAllowlist(draft).match(origin)
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        Test an address
      </label>
      <input
        id={id}
        type="text"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="https://shop.example.com/products"
        value={text}
        aria-describedby={`${id}-result`}
        onChange={(event) => setText(event.target.value)}
        className="control font-mono text-sm"
      />
      <div id={`${id}-result`} aria-live="polite" className="user-text mt-1.5 min-h-5 text-sm">
        {text.trim() === '' ? (
          <p className="text-muted">Paste the address of a page that shows a scene.</p>
        ) : result === null ? (
          <p className="text-muted">Not an address yet.</p>
        ) : (
          <p className={result.allowed ? 'flex gap-2 text-ok' : 'flex gap-2 text-danger'}>
            {result.allowed ? (
              <CircleCheck aria-hidden size={17} className="mt-0.5 shrink-0" />
            ) : (
              <CircleX aria-hidden size={17} className="mt-0.5 shrink-0" />
            )}
            <span>
              {origin} is {result.allowed ? 'allowed' : 'refused'}: {REASONS[result.reason]}
              {result.matchedPattern !== null && (
                <>
                  {' '}
                  (<code className="font-mono">{result.matchedPattern}</code>)
                </>
              )}
              .
            </span>
          </p>
        )}
      </div>
    </div>
  )
}

function readOrigin(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  try {
    const { origin } = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`)
    return origin === 'null' ? null : origin
  } catch {
    return null
  }
}
