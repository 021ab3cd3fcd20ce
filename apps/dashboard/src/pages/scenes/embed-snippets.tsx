import { Tabs } from 'radix-ui'
import { Link } from 'react-router'
import type { Scene } from '../../api/types'
import { CodeBlock } from '../../ui/code-block'
import { pageUrl } from '../../url'
import { KEY_PLACEHOLDER, snippetsFor } from './snippet-texts'

interface EmbedSnippetsProps {
  readonly scene: Pick<Scene, 'id' | 'name' | 'projectId'>
  /** Null: the snippets show a placeholder and where to get a key. */
  readonly token: string | null
}

export function EmbedSnippets({ scene, token }: EmbedSnippetsProps) {
  const snippets = snippetsFor({
    baseUrl: window.location.origin,
    sceneId: scene.id,
    apiKey: token ?? KEY_PLACEHOLDER,
    name: scene.name,
  })
  return (
    <Tabs.Root defaultValue="html" className="space-y-3">
      <Tabs.List aria-label="Ways to embed" className="flex flex-wrap gap-1 rounded-lg bg-raised p-1">
        {snippets.map(({ id, label }) => (
          <Tabs.Trigger
            key={id}
            value={id}
            className="rounded-md px-3 py-1 text-sm font-medium text-muted hover:text-text data-[state=active]:bg-surface data-[state=active]:text-text data-[state=active]:shadow-card"
          >
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {snippets.map(({ id, label, note, code }) => (
        <Tabs.Content key={id} value={id} className="space-y-2">
          <CodeBlock label={`${label} snippet`} code={code} />
          <p className="text-xs text-muted">{note}</p>
        </Tabs.Content>
      ))}
      {token === null && (
        <p className="text-sm text-muted">
          Put one of your keys for this project in the place of{' '}
          <code className="font-mono">{KEY_PLACEHOLDER}</code>. A lost key cannot be shown again:{' '}
          <Link className="link" to={pageUrl.newApiKey({ projectIds: [scene.projectId] })}>
            create a new one
          </Link>
          .
        </p>
      )}
    </Tabs.Root>
  )
}
