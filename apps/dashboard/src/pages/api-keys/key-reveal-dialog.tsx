/** The reveal of an API key, with the finished snippet for each way to embed. */
import { useQueries } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { IssuedKey } from '../../api/api-keys'
import { newestScenesQuery } from '../../api/scenes'
import { RevealDialog } from '../../ui/reveal-dialog'
import { EmbedSnippets } from '../scenes/embed-snippets'

/** Projects whose scenes are looked at: a snippet needs one, and a key may read hundreds of projects. */
const LOOKED_AT = 10

export function KeyRevealDialog({ issued, onClose }: { issued: IssuedKey; onClose: () => void }) {
  return (
    <RevealDialog
      title={
        <>
          Copy your key: <bdi>{issued.apiKey.name}</bdi>
        </>
      }
      token={issued.token}
      what="key"
      onClose={onClose}
    >
      <KeySnippets issued={issued} />
    </RevealDialog>
  )
}

function KeySnippets({ issued: { apiKey, token } }: { issued: IssuedKey }) {
  const lists = useQueries({
    queries: apiKey.projects
      .slice(0, LOOKED_AT)
      .map(({ id }) => newestScenesQuery(apiKey.organizationId, id)),
  })
  const scenes = lists.flatMap(({ data }) => data ?? []).filter(({ status }) => status === 'published')
  const [chosen, setChosen] = useState<string | null>(null)
  const scene = scenes.find(({ id }) => id === chosen) ?? scenes[0]
  const id = useId()
  if (lists.some(({ isPending }) => isPending)) return null
  return (
    <section aria-labelledby={`${id}-title`} className="mt-6">
      <h3 id={`${id}-title`} className="mb-2 text-sm font-semibold">
        Put it into your page
      </h3>
      {scene === undefined ? (
        <p className="text-sm text-muted">
          {apiKey.projects.length > LOOKED_AT
            ? 'None of its first projects'
            : 'None of the projects of this key'}{' '}
          has a published scene yet. Publish one, then put this key into the snippets on its page.
        </p>
      ) : (
        <>
          {scenes.length > 1 && (
            <div className="mb-3 flex items-center gap-3 text-sm">
              <label htmlFor={id}>Scene</label>
              <select
                id={id}
                className="control w-auto! max-w-full text-sm"
                value={scene.id}
                onChange={(event) => setChosen(event.target.value)}
              >
                {scenes.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
          )}
          <EmbedSnippets scene={scene} token={token} />
        </>
      )}
    </section>
  )
}
