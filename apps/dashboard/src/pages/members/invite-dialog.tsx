import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { invite, type SentInvitation } from '../../api/auth'
import { invitationsKey } from '../../api/members'
import { useOrganization } from '../../app/session'
import { SelectField, TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { Button } from '../../ui/button'
import { CodeBlock } from '../../ui/code-block'
import { Dialog, DialogActions } from '../../ui/dialog'
import { invitationLink } from './invitation-link'
import { ROLE_MEANINGS, ROLE_NAMES, rolesGivenBy } from './roles'

const schema = z.object({
  email: z.email('Enter an email address.'),
  role: z.enum(['owner', 'admin', 'member', 'viewer']),
})

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const [sent, setSent] = useState<SentInvitation | null>(null)
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { email: '', role: 'member' as const },
  })
  if (sent !== null) {
    return (
      <Dialog
        title="Invitation created"
        description={
          <span className="user-text">
            Send this link to {sent.email}. It works for seven days, for that address only.
          </span>
        }
        onClose={onClose}
      >
        <CodeBlock label="invitation link" code={invitationLink(sent.id)} />
        <DialogActions>
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </Dialog>
    )
  }
  return (
    <FormDialog
      title={
        <>
          Invite someone to <bdi>{organization.name}</bdi>
        </>
      }
      submit="Invite"
      form={form}
      onSubmit={({ email, role }) => invite(organization.id, email, role)}
      onDone={(invitation) => {
        void queryClient.invalidateQueries({ queryKey: invitationsKey(organization.id) })
        setSent(invitation)
      }}
      onClose={onClose}
    >
      <TextField
        label="Email"
        type="email"
        autoComplete="off"
        error={form.formState.errors.email?.message}
        {...form.register('email')}
      />
      <SelectField label="Role" {...form.register('role')}>
        {rolesGivenBy(organization.role).map((role) => (
          <option key={role} value={role}>
            {ROLE_NAMES[role]}: {ROLE_MEANINGS[role]}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  )
}
