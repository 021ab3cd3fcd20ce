import type { Finding } from '../../api/hygiene'
import { ButtonLink } from '../../ui/button'
import { pageUrl } from '../../url'

/** The prepared fix. What makes something new comes first, so that no page is without a working key in between. */
export function FindingFix({ finding }: { finding: Finding }) {
  const { key, project, fix } = finding
  return (
    <div className="flex flex-wrap gap-2">
      {key !== null && fix.kind === 'create_key' && (
        <ButtonLink
          kind="primary"
          to={pageUrl.newApiKey({
            name: nameFor(text(fix.prefill['name']) ?? key.name),
            projectIds: texts(fix.prefill['projectIds']),
            replaces: key.id,
          })}
        >
          Make a narrower key
        </ButtonLink>
      )}
      {key !== null && fix.kind === 'rotate_key' && (
        <ButtonLink kind="primary" to={pageUrl.apiKey(key.id, 'rotate')}>
          Rotate the key
        </ButtonLink>
      )}
      {key !== null && fix.kind === 'revoke_key' && (
        <ButtonLink kind="primary" to={pageUrl.apiKey(key.id, 'revoke')}>
          Revoke the key
        </ButtonLink>
      )}
      {project !== null && fix.kind === 'edit_allowlist' && (
        <ButtonLink
          kind="primary"
          to={pageUrl.projectDraft(project.id, {
            allowedDomains:
              fix.prefill['allowedDomains'] === undefined ? null : texts(fix.prefill['allowedDomains']),
            allowLocalhost: fix.prefill['allowLocalhost'] !== false ? null : false,
          })}
        >
          Prepare the change
        </ButtonLink>
      )}
      {key !== null && <ButtonLink to={pageUrl.apiKey(key.id)}>Open the key</ButtonLink>}
    </div>
  )
}

const text = (value: unknown) => (typeof value === 'string' ? value : null)
const texts = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])

/** The new key stands beside the old one for a while: two names tell them apart. */
const nameFor = (name: string) => [...`${name}, narrower`].slice(0, 100).join('')
