import type { Finding } from '../../api/hygiene'
import { ButtonLink } from '../../ui/button'
import { pageUrl } from '../../url'

/** The prepared fix: it adds before it takes away, so that no page is without a working key in between. */
export function FindingFix({ finding }: { finding: Finding }) {
  const { key, project, code } = finding
  return (
    <div className="flex flex-wrap gap-2">
      {key !== null && WANTS_NARROWER.has(code) && (
        <ButtonLink kind="primary" to={pageUrl.newApiKey(usedProjects(finding))}>
          Make a narrower key
        </ButtonLink>
      )}
      {key !== null && (
        <ButtonLink to={pageUrl.apiKey(key.id)}>
          {code === 'key_unused' ? 'Look and revoke' : 'Open the key'}
        </ButtonLink>
      )}
      {project !== null && <ButtonLink to={pageUrl.project(project.id)}>Open the allowlist</ButtonLink>}
    </div>
  )
}

const WANTS_NARROWER: ReadonlySet<string> = new Set([
  'key_on_unrelated_sites',
  'key_covers_all_projects',
  'key_scope_unused',
])

function usedProjects({ evidence }: Finding): string[] {
  const used = evidence['usedProjectIds']
  return Array.isArray(used) ? used.filter((id) => typeof id === 'string') : []
}
