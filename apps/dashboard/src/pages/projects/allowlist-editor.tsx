import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ExampleOrigins, suggestAcceptedPattern } from '@vectreal/auth-core/normalize'
import { Globe, Laptop, Plus, ShieldAlert, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useBlocker } from 'react-router'
import { asApiError } from '../../api/problem'
import { type AllowlistDraft, editAllowlist, projectQuery, projectsKey } from '../../api/projects'
import { refusedOriginsQuery } from '../../api/refusals'
import type { Project } from '../../api/types'
import { may, useOrganization } from '../../app/session'
import { Checkbox } from '../../forms/field'
import { counted } from '../../ui/counted'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button, IconButton } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Note, ProblemNote } from '../../ui/states'
import { docsUrl } from '../../url'
import { type AllowlistEdits, applyEdits, editsBetween, NO_EDITS } from './allowlist-edits'
import { AllowlistImpact } from './allowlist-impact'
import { describePattern, type PatternMark } from './describe-pattern'
import { DomainInput } from './domain-input'
import { OriginTest } from './origin-test'
import { SitePresetForm } from './site-preset-form'

const MARKS: Record<PatternMark, { label: string; removeAll: string }> = {
  wildcard: { label: 'Wildcard', removeAll: 'Remove wildcards' },
  shared: { label: 'Shared host', removeAll: 'Remove shared hosts' },
  app: { label: 'App', removeAll: 'Remove apps' },
  http: { label: 'Not encrypted', removeAll: 'Remove http entries' },
}
const MAX_PROPOSALS = 5

interface AllowlistEditorProps {
  readonly project: Project
  /** A change that a link elsewhere has prepared. */
  readonly prepared: Partial<AllowlistDraft>
}

export function AllowlistEditor({ project, prepared }: AllowlistEditorProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const manages = may.manageProjects(organization.role)
  const saved: AllowlistDraft = project
  const [edits, setEdits] = useState<AllowlistEdits>(() =>
    manages ? editsBetween(saved, { ...saved, ...prepared }) : NO_EDITS,
  )
  const draft = useMemo(() => applyEdits(saved, edits), [saved, edits])
  const changed = !sameDraft(saved, draft)
  const set = (change: Partial<AllowlistDraft>) => setEdits(editsBetween(saved, { ...draft, ...change }))
  const add = (patterns: readonly string[]) =>
    set({ allowedDomains: [...new Set([...draft.allowedDomains, ...patterns])] })
  const drop = (patterns: readonly string[]) =>
    set({ allowedDomains: draft.allowedDomains.filter((one) => !patterns.includes(one)) })

  const save = useMutation({
    mutationFn: () => editAllowlist(organization.id, project.id, (latest) => applyEdits(latest, edits)),
    onSuccess: (response) => {
      queryClient.setQueryData(projectQuery(organization.id, project.id).queryKey, response)
      setEdits(NO_EDITS)
      void queryClient.invalidateQueries({ queryKey: projectsKey(organization.id) })
      announce('The allowlist is saved.')
    },
  })
  const blocker = useBlocker(changed && !save.isPending)

  const entries = useMemo(
    () => draft.allowedDomains.map((pattern) => ({ pattern, ...describePattern(pattern) })),
    [draft.allowedDomains],
  )
  const marked = (mark: PatternMark) =>
    entries.filter(({ marks }) => marks.includes(mark)).map(({ pattern }) => pattern)

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="card">
        {manages && (
          <div className="border-b border-line p-5">
            <DomainInput known={draft.allowedDomains} onAdd={add} />
          </div>
        )}
        {entries.length === 0 ? (
          <p className="px-5 py-8 text-center text-sm text-muted">
            No domain may embed these scenes yet{draft.allowLocalhost && '; pages on localhost may'}.
          </p>
        ) : (
          <ul aria-label="Allowed domains" className="divide-y divide-line">
            {entries.map(({ pattern, matches, marks, warnings, examples }) => (
              <li key={pattern} className="flex items-start gap-3 px-5 py-3">
                <Globe aria-hidden size={17} className="mt-0.5 shrink-0 text-muted" />
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-center gap-2">
                    <code className="user-text font-mono text-sm font-medium">{pattern}</code>
                    {marks.map((mark) => (
                      <Badge key={mark} tone={mark === 'wildcard' ? 'accent' : 'warn'}>
                        {MARKS[mark].label}
                      </Badge>
                    ))}
                    {!saved.allowedDomains.includes(pattern) && <Badge tone="ok">New</Badge>}
                  </p>
                  <p className="user-text mt-0.5 text-xs text-muted">{matches}</p>
                  <Examples {...examples} />
                  {warnings.map((warning) => (
                    <p key={warning} className="user-text mt-1 text-xs text-warn">
                      {warning}
                    </p>
                  ))}
                </div>
                {manages && (
                  <IconButton label={`Remove ${pattern}`} onClick={() => drop([pattern])}>
                    <Trash2 aria-hidden size={16} />
                  </IconButton>
                )}
              </li>
            ))}
          </ul>
        )}
        <div className="flex items-start gap-3 border-t border-line px-5 py-4">
          <Laptop aria-hidden size={17} className="mt-0.5 shrink-0 text-muted" />
          {manages ? (
            <Checkbox
              label="Allow localhost"
              hint="localhost, *.localhost, 127.0.0.1 and [::1], any port. Useful during development; turn it off for production."
              checked={draft.allowLocalhost}
              onChange={(event) => set({ allowLocalhost: event.target.checked })}
            />
          ) : (
            <p className="text-sm">localhost is {draft.allowLocalhost ? 'allowed' : 'refused'}.</p>
          )}
        </div>
        {manages && (
          <div className="flex flex-wrap gap-2 border-t border-line px-5 py-3 empty:hidden">
            {(Object.keys(MARKS) as PatternMark[])
              .filter((mark) => marked(mark).length > 0)
              .map((mark) => (
                <Button key={mark} onClick={() => drop(marked(mark))}>
                  {MARKS[mark].removeAll}
                </Button>
              ))}
            {draft.allowLocalhost && (
              <Button onClick={() => set({ allowLocalhost: false })}>Turn localhost off</Button>
            )}
          </div>
        )}
        {changed && (
          <div className="sticky bottom-0 space-y-3 rounded-b-xl border-t border-line bg-surface p-5">
            <AllowlistImpact projectId={project.id} draft={draft} />
            {save.error && <ProblemNote error={asApiError(save.error)} />}
            <div className="flex flex-wrap justify-end gap-2">
              <Button onClick={() => setEdits(NO_EDITS)}>Discard changes</Button>
              <Button kind="primary" busy={save.isPending} onClick={() => save.mutate()}>
                Save allowlist
              </Button>
            </div>
          </div>
        )}
      </div>
      <div className="space-y-6">
        <div className="card p-5">
          <OriginTest draft={draft} />
        </div>
        {manages && (
          <div className="card p-5">
            <SitePresetForm known={draft.allowedDomains} onAdd={add} />
          </div>
        )}
        {manages && <Proposals projectId={project.id} known={draft.allowedDomains} onAdd={add} />}
        <Note title="What this list does">
          Browsers report where a page comes from, and pages elsewhere are refused. A program outside a
          browser can claim any origin; small scopes, short lifetimes and revoking limit the damage.{' '}
          <a className="link" href={docsUrl.threatModel}>
            What it doesn’t stop
          </a>
        </Note>
      </div>
      {blocker.state === 'blocked' && (
        <ConfirmDialog
          title="Leave without saving?"
          description="Your changes to the allowlist aren’t saved."
          confirm="Leave"
          onConfirm={async () => blocker.proceed()}
          onClose={() => blocker.state === 'blocked' && blocker.reset()}
        />
      )}
    </div>
  )
}

function Examples({ allowed, refused }: ExampleOrigins) {
  if (allowed.length === 0) return null
  return (
    <dl className="user-text mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-xs text-muted">
      <dt>Allows</dt>
      <dd>{allowed.join(', ')}</dd>
      <dt>Refuses</dt>
      <dd>{refused.join(', ')}</dd>
    </dl>
  )
}

interface ProposalsProps {
  readonly projectId: string
  readonly known: readonly string[]
  readonly onAdd: (patterns: readonly string[]) => void
}

/** Origins that this project refused lately, each a press away from the list. */
function Proposals({ projectId, known, onAdd }: ProposalsProps) {
  const organization = useOrganization()
  const refusals = useQuery(refusedOriginsQuery(organization.id, projectId))
  const byPattern = new Map<string, number>()
  for (const { origin, count } of refusals.data ?? []) {
    const pattern = suggestAcceptedPattern(origin)
    if (pattern !== null && !known.includes(pattern))
      byPattern.set(pattern, (byPattern.get(pattern) ?? 0) + count)
  }
  if (byPattern.size === 0) return null
  return (
    <div className="card p-5">
      <h3 className="flex items-center gap-2 text-sm font-semibold">
        <ShieldAlert aria-hidden size={17} className="text-warn" />
        Recently refused
      </h3>
      <ul className="mt-3 space-y-2 text-sm">
        {[...byPattern]
          .toSorted(([, a], [, b]) => b - a)
          .slice(0, MAX_PROPOSALS)
          .map(([pattern, count]) => (
            <li key={pattern} className="flex items-center gap-2">
              <span className="min-w-0 flex-1">
                <code className="user-text block font-mono">{pattern}</code>
                <span className="text-xs text-muted">{counted(count, 'request')} refused</span>
              </span>
              <Button
                icon={<Plus aria-hidden size={15} />}
                aria-label={`Allow ${pattern}`}
                onClick={() => onAdd([pattern])}
              >
                Allow
              </Button>
            </li>
          ))}
      </ul>
    </div>
  )
}

function sameDraft(a: AllowlistDraft, b: AllowlistDraft): boolean {
  return a.allowLocalhost === b.allowLocalhost && a.allowedDomains.join('\n') === b.allowedDomains.join('\n')
}
