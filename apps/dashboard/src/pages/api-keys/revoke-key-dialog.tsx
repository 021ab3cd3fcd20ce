import { useQueryClient } from '@tanstack/react-query'
import { apiKeysKey, revokeApiKey } from '../../api/api-keys'
import type { ApiKey } from '../../api/types'
import { useOrganization } from '../../app/session'
import { announce } from '../../ui/announcer'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { KeyPreview } from './key-status'
import { UsageSummary } from './usage-summary'

export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  return (
    <ConfirmDialog
      title={
        <>
          Revoke “<bdi>{apiKey.name}</bdi>” (<KeyPreview preview={apiKey.preview} />
          )?
        </>
      }
      description="Every page that uses this key fails on its next request. This cannot be undone."
      confirm="Revoke key"
      onConfirm={async () => {
        await revokeApiKey(organization.id, apiKey.id)
        await queryClient.invalidateQueries({ queryKey: apiKeysKey(organization.id) })
        announce(`${apiKey.name} is revoked.`)
      }}
      onClose={onClose}
    >
      <UsageSummary keyId={apiKey.id} />
    </ConfirmDialog>
  )
}
