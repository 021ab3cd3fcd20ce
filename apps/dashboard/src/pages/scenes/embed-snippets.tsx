import { useQuery } from '@tanstack/react-query'
import { createSnippets, type SnippetFacts, type SnippetId } from '@vectreal/embed-sdk/snippets'
import { Tabs } from 'radix-ui'
import { Link } from 'react-router'
import { z } from 'zod'
import { get } from '../../api/client'
import type { Scene } from '../../api/types'
import { CodeBlock } from '../../ui/code-block'
import { pageUrl } from '../../url'

/** Of every picture for link previews, in pixels. */
const LINK_SIZE = { width: 1200, height: 630 } as const
/** Stands in a snippet where the key has to be filled in. */
const KEY_PLACEHOLDER = 'YOUR_API_KEY'

const NOTES: Record<SnippetId, string> = {
  script: 'Put it where the model should be. Works in any page and in any server-side template.',
  pinned: 'The same, pinned to one version by its integrity hash: a newer version needs a new snippet.',
  iframe: 'For pages that cannot run a script. The key stays in the fragment and is never sent in a URL.',
  react: 'npm install @vectreal/react-viewer three @react-three/fiber',
  next: 'npm install @vectreal/react-viewer three @react-three/fiber',
  module: 'npm install @vectreal/embed-sdk three',
  preview:
    'Goes into the page’s <head>: the picture that chat apps and social networks show with a link to it.',
}

const integritySchema = z.object({ version: z.string(), files: z.record(z.string(), z.string()) })

interface EmbedSnippetsProps {
  readonly scene: Pick<Scene, 'id' | 'name' | 'projectId' | 'publicPoster' | 'poster'>
  /** Null: the snippets show a placeholder and where to get a key. */
  readonly token: string | null
}

export function EmbedSnippets({ scene, token }: EmbedSnippetsProps) {
  const pinned = useQuery({
    queryKey: ['embed-integrity'],
    queryFn: ({ signal }) => get<unknown>('/embed/integrity.json', signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    select: readPinned,
  })
  const snippets = createSnippets({
    baseUrl: window.location.origin,
    sceneId: scene.id,
    sceneName: scene.name,
    apiKey: token ?? KEY_PLACEHOLDER,
    pinned: pinned.data,
    ...publicPictures(scene),
  })
  return (
    <Tabs.Root defaultValue="script" className="space-y-3">
      <Tabs.List aria-label="Ways to embed" className="flex flex-wrap gap-1 rounded-lg bg-raised p-1">
        {snippets.map(({ id, title }) => (
          <Tabs.Trigger
            key={id}
            value={id}
            className="rounded-md px-3 py-1 text-sm font-medium text-muted hover:text-text data-[state=active]:bg-surface data-[state=active]:text-text data-[state=active]:shadow-card"
          >
            {title}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {snippets.map(({ id, title, code }) => (
        <Tabs.Content key={id} value={id} className="space-y-2">
          <CodeBlock label={`${title} snippet`} code={code} />
          <p className="text-xs text-muted">{NOTES[id]}</p>
        </Tabs.Content>
      ))}
      {token === null && (
        <p className="text-sm text-muted">
          Replace <code className="font-mono">{KEY_PLACEHOLDER}</code> with one of your keys for this project.
          A lost key cannot be shown again:{' '}
          <Link className="link" to={pageUrl.newApiKey({ projectIds: [scene.projectId] })}>
            create a new one
          </Link>
          .
        </p>
      )}
    </Tabs.Root>
  )
}

/** What needs no key. The code is pasted once: the addresses show whatever the scene has then. */
function publicPictures({
  id,
  publicPoster,
  poster,
}: EmbedSnippetsProps['scene']): Pick<SnippetFacts, 'poster' | 'link'> {
  if (!publicPoster || poster === null) return {}
  const at = (name: string) => `${window.location.origin}/posters/${id}/${name}`
  const { width, height, linkSha256 } = poster
  return {
    poster: { url: at('poster.webp'), width, height },
    link: linkSha256 === null ? null : { url: at('link.jpg'), ...LINK_SIZE },
  }
}

/** Undefined where this platform publishes no fingerprints: the pinned snippet is then left out. */
function readPinned(response: unknown): { version: string; integrity: string } | undefined {
  const known = integritySchema.safeParse(response)
  if (!known.success) return undefined
  const { version, files } = known.data
  const integrity = files[`${version}/embed.js`]
  return integrity === undefined ? undefined : { version, integrity }
}
