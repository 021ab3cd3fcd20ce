import { useQueryClient } from '@tanstack/react-query'
import { revokeSigningKey, signingKeysKey } from '../../api/signing-keys'
import type { SigningKey } from '../../api/types'
import { useOrganization } from '../../app/session'
import { announce } from '../../ui/announcer'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { KeyPreview } from '../api-keys/key-status'
import { UsageSummary } from '../api-keys/usage-summary'

interface RevokeSigningKeyDialogProps {
  readonly signingKey: SigningKey
  readonly onClose: () => void
}

export function RevokeSigningKeyDialog({ signingKey, onClose }: RevokeSigningKeyDialogProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  return (
    <ConfirmDialog
      title={
        <>
          Revoke “<bdi>{signingKey.name}</bdi>” (<KeyPreview preview={signingKey.preview} />
          )?
        </>
      }
      description="Every token that it has signed is refused from the next request on. This cannot be undone."
      confirm="Revoke key"
      onConfirm={async () => {
        await revokeSigningKey(organization.id, signingKey.id)
        await queryClient.invalidateQueries({ queryKey: signingKeysKey(organization.id) })
        announce(`${signingKey.name} is revoked.`)
      }}
      onClose={onClose}
    >
      <UsageSummary keyId={signingKey.id} kind="signing_key" />
    </ConfirmDialog>
  )
}
