/** The proof at the end of the setup: the model, a page to try it on, and the first load as it comes in. */
import { useQuery } from '@tanstack/react-query'
import { createSnippets } from '@vectreal/embed-sdk/snippets'
import { Download, LoaderCircle } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { apiKeyQuery } from '../../api/api-keys'
import { newestRefusalsQuery } from '../../api/refusals'
import type { ApiKey, Organization, Project, Scene } from '../../api/types'
import { announce } from '../../ui/announcer'
import { ButtonLink } from '../../ui/button'
import { Note } from '../../ui/states'
import { relativeTime } from '../../ui/time'
import { pageUrl } from '../../url'
import { originLabel } from '../api-keys/usage-summary'
import { refusalText } from '../blocked-embeds/refusal-text'

const ScenePreview = lazy(() => import('../scenes/scene-preview'))

/** The server writes down uses every 2 s. */
const POLL_MS = 2_000
const SECONDS = new Intl.RelativeTimeFormat(undefined, { style: 'narrow' })

interface FirstLoadProps {
  readonly organization: Organization
  readonly project: Project
  readonly scene: Scene
  readonly apiKey: ApiKey
  readonly token: string
}

export function FirstLoad({ organization, project, scene, apiKey, token }: FirstLoadProps) {
  return (
    <section aria-label="Your embed" className="card space-y-5 p-5 text-sm">
      <div className="checker aspect-16/9 overflow-hidden rounded-xl border border-line">
        <Suspense fallback={<div className="size-full animate-pulse bg-raised" />}>
          <ScenePreview
            ref={null}
            organizationId={organization.id}
            sceneId={scene.id}
            settings={scene.settings}
            onModel={ignore}
          />
        </Suspense>
      </div>
      <Waiting organization={organization} apiKey={apiKey} project={project} />
      <TestPage project={project} scene={scene} token={token} />
      <div className="flex flex-wrap gap-2">
        {project.allowedDomains.length === 0 && (
          <ButtonLink to={pageUrl.project(project.id)}>Allow your domain</ButtonLink>
        )}
        <ButtonLink to={pageUrl.overview}>Go to the overview</ButtonLink>
      </div>
    </section>
  )
}

const ignore = () => {}

function Waiting({
  organization,
  apiKey,
  project,
}: Pick<FirstLoadProps, 'organization' | 'apiKey' | 'project'>) {
  const key = useQuery({ ...apiKeyQuery(organization.id, apiKey.id), refetchInterval: POLL_MS })
  const refusals = useQuery(newestRefusalsQuery(organization.id))
  const { lastUsedAt = null, lastUsedOrigin = null } = key.data ?? {}
  const blocked = refusals.data?.find(({ keyId }) => keyId === apiKey.id)
  const origin = originLabel(lastUsedOrigin ?? '(none)')
  const isSeen = lastUsedAt !== null
  useEffect(() => {
    if (isSeen) announce(`Seen from ${origin}.`)
  }, [isSeen, origin])
  const places = ['localhost', ...project.allowedDomains].slice(project.allowLocalhost ? 0 : 1)
  return (
    <>
      {lastUsedAt !== null ? (
        <Note
          tone="ok"
          title={
            <>
              Seen from {origin}, <Ago at={lastUsedAt} />
            </>
          }
        >
          Your embed works.
        </Note>
      ) : (
        <p role="status" className="flex items-center gap-2.5">
          <LoaderCircle aria-hidden size={18} className="shrink-0 animate-spin text-accent" />
          <span className="user-text">
            Waiting for the first load. Open your page{places.length > 0 && <> on {places.join(' or ')}</>}:
            it shows up here.
          </span>
        </p>
      )}
      {blocked !== undefined && (
        <Note
          tone="warn"
          role="status"
          title={`Blocked on ${originLabel(blocked.origin ?? '(none)')}`}
          actions={<ButtonLink to={pageUrl.blockedEmbeds}>See blocked embeds</ButtonLink>}
        >
          {refusalText(blocked.code).what} {refusalText(blocked.code).remedy}
        </Note>
      )}
    </>
  )
}

/** Counts up while someone looks at it. */
function Ago({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.floor((now - new Date(at).getTime()) / 1_000))
  return (
    <time dateTime={at}>{seconds < 60 ? SECONDS.format(-seconds, 'second') : relativeTime(at, now)}</time>
  )
}

function TestPage({ project, scene, token }: Pick<FirstLoadProps, 'project' | 'scene' | 'token'>) {
  const html = testPage(scene, token)
  return (
    <div className="space-y-2">
      <p className="font-medium">No page at hand?</p>
      <p className="text-muted">
        Save a test page, run <code className="font-mono">python3 -m http.server 8080</code> in its folder,
        and open <code className="font-mono">http://localhost:8080/vectreal-test.html</code>. It is on an
        origin of its own, as your page will be.
        {!project.allowLocalhost && ' Allow localhost in the project first.'}
      </p>
      <a
        href={`data:text/html;charset=utf-8,${encodeURIComponent(html)}`}
        download="vectreal-test.html"
        className="inline-flex min-h-10 items-center gap-2 rounded-lg border border-line-strong bg-surface px-3.5 py-1.5 font-medium hover:bg-raised"
      >
        <Download aria-hidden size={16} />
        Save the test page
      </a>
    </div>
  )
}

function testPage(scene: Scene, token: string): string {
  const [script] = createSnippets({
    baseUrl: window.location.origin,
    sceneId: scene.id,
    sceneName: scene.name,
    apiKey: token,
  })
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vectreal test page</title>
<h1>A page of its own</h1>
${script?.code ?? ''}
</html>
`
}
