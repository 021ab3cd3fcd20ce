/** The remedy of a refused origin. Apart from its page, because it carries the public suffix list. */
import { useQueryClient } from '@tanstack/react-query'
import { suggestAcceptedPattern } from '@vectreal/auth-core/normalize'
import { Link } from 'react-router'
import { editAllowlist, projectQuery, projectsKey } from '../../api/projects'
import type { Refusal } from '../../api/refusals'
import type { Project } from '../../api/types'
import { useOrganization } from '../../app/session'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Note } from '../../ui/states'
import { pageUrl } from '../../url'
import { describePattern } from '../projects/describe-pattern'

export interface Allowing {
  readonly project: Project
  readonly pattern: string
}

interface RemedyProps {
  readonly refusal: Refusal
  readonly project: Project | undefined
  readonly onAllow: (allowing: Allowing) => void
}

/** The grammar's guards hold here too: what may not stand on a list gets no button. */
export function Remedy({ refusal, project, onAllow }: RemedyProps) {
  if (refusal.code !== 'domain_not_allowed' || project === undefined || refusal.origin === null) return null
  if (refusal.origin === '(localhost)') {
    return (
      <Link to={pageUrl.project(project.id)} className="link text-sm">
        Localhost is off
      </Link>
    )
  }
  const pattern = suggestAcceptedPattern(refusal.origin)
  if (pattern === null) return null
  if (project.allowedDomains.includes(pattern)) return <Badge tone="ok">Allowed now</Badge>
  return (
    <div className="flex justify-end">
      <Button onClick={() => onAllow({ project, pattern })} aria-label={`Allow this origin: ${pattern}`}>
        Allow this origin
      </Button>
    </div>
  )
}

export function AllowDialog({ project, pattern, onClose }: Allowing & { onClose: () => void }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const { matches, warnings } = describePattern(pattern)
  return (
    <ConfirmDialog
      kind="primary"
      title={
        <>
          Allow <code className="font-mono text-[0.95em]">{pattern}</code>?
        </>
      }
      description={
        <span className="user-text">
          It goes on the allowlist of “<bdi>{project.name}</bdi>”: {matches}.
        </span>
      }
      confirm="Allow this origin"
      onConfirm={async () => {
        const response = await editAllowlist(organization.id, project.id, (latest) => ({
          ...latest,
          allowedDomains: [...latest.allowedDomains, pattern],
        }))
        queryClient.setQueryData(projectQuery(organization.id, project.id).queryKey, response)
        await queryClient.invalidateQueries({ queryKey: projectsKey(organization.id) })
        announce(`${pattern} is allowed.`)
      }}
      onClose={onClose}
    >
      {warnings.map((warning) => (
        <Note key={warning} tone="warn">
          {warning}
        </Note>
      ))}
      <p className="text-sm">
        Allow only what is yours: every page there can then show the scenes of this project.
      </p>
    </ConfirmDialog>
  )
}
