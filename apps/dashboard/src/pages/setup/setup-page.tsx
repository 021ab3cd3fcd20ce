/** From nothing to a working embed: organization, project, model, publish, key, snippet. Each step is done by its own form. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { z } from 'zod'
import { createOrganization } from '../../api/auth'
import type { IssuedKey } from '../../api/api-keys'
import { fewProjectsQuery } from '../../api/projects'
import { newestScenesQuery } from '../../api/scenes'
import type { Organization, Project, Scene } from '../../api/types'
import { chooseOrganization, may, organizationsQuery, useOrganizations } from '../../app/session'
import { CredentialsForm } from '../../forms/credentials-form'
import { classNames } from '../../ui/class-names'
import { PageView } from '../../ui/page'
import { pageUrl } from '../../url'
import { describedSchema } from '../api-keys/key-text-schema'
import { FirstKey } from './first-key'
import { FirstModel } from './first-model'

// Forms bring their validation along; the page shows without it.
const FirstLoad = lazy(async () => ({ default: (await import('./first-load')).FirstLoad }))
const FirstProject = lazy(async () => ({ default: (await import('./first-project')).FirstProject }))

export function Component() {
  const organizations = useOrganizations()
  // Someone who was only invited as member or viewer may still make an organization of their own.
  const managed = organizations.filter(({ role }) => may.manageKeys(role))
  const [organizationId, setOrganizationId] = useState<string | null>(null)
  const organization = managed.find(({ id }) => id === organizationId) ?? managed.at(-1) ?? null
  return (
    <PageView
      title="Setup"
      lead="A working embed in about three minutes. You can leave at any time and come back."
    >
      <ol className="max-w-3xl space-y-4">
        <Step
          number={1}
          title="Name your organization"
          state={organization === null ? 'now' : 'done'}
          summary={organization?.name}
        >
          <OrganizationForm onCreated={setOrganizationId} />
        </Step>
        {organization === null ? <Later from={2} /> : <ProjectSteps organization={organization} />}
      </ol>
    </PageView>
  )
}

const LATER = ['Create a project', 'Add a model', 'Create a key and copy the snippet'] as const

function Later({ from }: { from: number }) {
  return LATER.slice(from - 2).map((title, index) => (
    <Step key={title} number={from + index} title={title} state="later" summary={undefined}>
      {null}
    </Step>
  ))
}

function ProjectSteps({ organization }: { organization: Organization }) {
  const projects = useQuery(fewProjectsQuery(organization.id))
  const [created, setCreated] = useState<Project | null>(null)
  const project = created ?? projects.data?.[0] ?? null
  if (projects.isPending) return null
  return (
    <>
      <Step
        number={2}
        title="Create a project"
        state={project === null ? 'now' : 'done'}
        summary={
          project && (
            <>
              <bdi>{project.name}</bdi>:{' '}
              {project.allowedDomains.length === 0
                ? 'localhost only, for now'
                : project.allowedDomains.join(', ')}
            </>
          )
        }
      >
        <Suspense fallback={null}>
          <FirstProject organizationId={organization.id} onCreated={setCreated} />
        </Suspense>
      </Step>
      {project === null ? <Later from={3} /> : <SceneSteps organization={organization} project={project} />}
    </>
  )
}

function SceneSteps({ organization, project }: { organization: Organization; project: Project }) {
  const scenes = useQuery(newestScenesQuery(organization.id, project.id))
  const scene: Scene | null = scenes.data?.find(({ status }) => status === 'published') ?? null
  const [issued, setIssued] = useState<IssuedKey | null>(null)
  if (scenes.isPending) return null
  return (
    <>
      <Step
        number={3}
        title="Add a model and publish it"
        state={scene === null ? 'now' : 'done'}
        summary={
          scene && (
            <>
              <bdi>{scene.name}</bdi> is published
            </>
          )
        }
      >
        <FirstModel organizationId={organization.id} projectId={project.id} />
      </Step>
      {scene === null ? (
        <Later from={4} />
      ) : (
        <Step number={4} title="Create a key and copy the snippet" state="now" summary={undefined}>
          <FirstKey
            organization={organization}
            project={project}
            scene={scene}
            issued={issued}
            onIssued={setIssued}
          />
        </Step>
      )}
      {issued !== null && scene !== null && (
        <li>
          <Suspense fallback={null}>
            <FirstLoad organization={organization} project={project} scene={scene} {...issued} />
          </Suspense>
        </li>
      )}
    </>
  )
}

interface StepProps {
  readonly number: number
  readonly title: string
  readonly state: 'done' | 'now' | 'later'
  readonly summary: ReactNode
  readonly children: ReactNode
}

function Step({ number, title, state, summary, children }: StepProps) {
  return (
    <li
      className={classNames('card p-5', state === 'later' && 'opacity-70')}
      aria-current={state === 'now' ? 'step' : undefined}
    >
      <div className="flex items-start gap-4">
        <span
          aria-hidden
          className={classNames(
            'flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold',
            state === 'done' && 'bg-ok-soft text-ok',
            state === 'now' && 'bg-accent-solid text-on-accent',
            state === 'later' && 'bg-raised text-muted',
          )}
        >
          {state === 'done' ? <Check size={16} /> : number}
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">
            {title}
            {state === 'done' && <span className="sr-only"> (done)</span>}
          </h2>
          {state === 'done' && <p className="user-text text-sm text-muted">{summary}</p>}
          {state === 'now' && <div className="mt-4">{children}</div>}
        </div>
      </div>
    </li>
  )
}

const organizationSchema = z.object({ name: describedSchema.shape.name })

function OrganizationForm({ onCreated }: { onCreated: (id: string) => void }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return (
    <CredentialsForm
      schema={organizationSchema}
      fields={[
        {
          name: 'name',
          label: 'Name',
          autoComplete: 'organization',
          hint: 'Your company, your team or yourself.',
        },
      ]}
      submit="Create organization"
      onSubmit={async ({ name }) => {
        const { id } = await createOrganization(name, slugOf(name))
        chooseOrganization(id)
        onCreated(id)
        await queryClient.fetchQuery({ ...organizationsQuery, staleTime: 0 })
        await navigate(pageUrl.setup, { replace: true })
      }}
    />
  )
}

/** Slugs are unique on the whole platform, and nobody should have to think of one here. */
function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '')
  const tail = crypto.randomUUID().slice(0, 6)
  return words === '' ? `org-${tail}` : `${words}-${tail}`
}
