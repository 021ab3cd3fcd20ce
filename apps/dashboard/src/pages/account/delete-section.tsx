/** The end of the account. */
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { deleteAccount } from '../../api/account'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Section } from '../../ui/page'
import { pageUrl } from '../../url'

export function DeleteSection() {
  const [asking, setAsking] = useState(false)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return (
    <Section title="Delete the account">
      <div className="card flex flex-wrap items-center justify-between gap-4 p-5 text-sm">
        <p className="min-w-0 flex-1 basis-64 text-muted">
          You leave your organizations. Keys that you created belong to them and keep working.
        </p>
        <Button kind="danger" onClick={() => setAsking(true)}>
          Delete my account
        </Button>
      </div>
      {asking && (
        <ConfirmDialog
          title="Delete your account?"
          description="This cannot be undone. If you are the last owner of an organization, make someone else an owner first."
          confirm="Delete my account"
          onConfirm={async () => {
            await deleteAccount()
            queryClient.clear()
            await navigate(pageUrl.signIn())
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}
