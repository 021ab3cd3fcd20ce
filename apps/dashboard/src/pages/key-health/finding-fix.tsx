import type { Finding } from '../../api/hygiene'
import { ButtonLink } from '../../ui/button'
import { pageUrl } from '../../url'
import { fitName } from '../api-keys/fit-name'

/** The prepared fix. What makes something new comes first, so that no page is without a working key in between. */
export function FindingFix({ finding }: { finding: Finding }) {
  const { key, project } = finding
  return (
    <div className="flex flex-wrap gap-2">
      <Prepared finding={finding} />
      {key !== null && (
        <ButtonLink to={key.kind === 'api_key' ? pageUrl.apiKey(key.id) : pageUrl.signingKey(key.id)}>
          Open the key
        </ButtonLink>
      )}
      {key === null && project !== null && (
        <ButtonLink to={pageUrl.project(project.id)}>Open the allowlist</ButtonLink>
      )}
    </div>
  )
}

function Prepared({ finding: { key, fix } }: { finding: Finding }) {
  switch (fix?.action) {
    case 'create_key':
      return (
        <ButtonLink kind="primary" to={pageUrl.narrowApiKey(fix.thenRevokeKeyId, fix.projectIds)}>
          Replace with a narrower key
        </ButtonLink>
      )
    case 'rotate_key':
      return (
        <ButtonLink kind="primary" to={pageUrl.apiKey(fix.keyId, 'rotate')}>
          Rotate the key
        </ButtonLink>
      )
    case 'revoke_key':
      return (
        <ButtonLink kind="primary" to={pageUrl.apiKey(fix.keyId, 'revoke')}>
          Revoke the key
        </ButtonLink>
      )
    case 'create_signing_key':
      return (
        <ButtonLink
          kind="primary"
          to={pageUrl.newSigningKey({
            name: fitName(`${key?.name ?? ''}, new`),
            projectIds: fix.projectIds,
            replaces: fix.thenRevokeKeyId,
          })}
        >
          Create another signing key
        </ButtonLink>
      )
    case 'revoke_signing_key':
      return (
        <ButtonLink kind="primary" to={pageUrl.signingKey(fix.keyId, 'revoke')}>
          Revoke the key
        </ButtonLink>
      )
    case 'change_allowlist':
      return (
        <ButtonLink
          kind="primary"
          to={pageUrl.projectDraft(fix.projectId, {
            allowedDomains: fix.allowedDomains,
            allowLocalhost: fix.allowLocalhost ? null : false,
          })}
        >
          Prepare the change
        </ButtonLink>
      )
    default:
      return null
  }
}
