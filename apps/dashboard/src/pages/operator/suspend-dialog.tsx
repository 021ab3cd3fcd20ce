import { useForm } from 'react-hook-form'
import { resumeOrganization, suspendOrganization } from '../../api/operator'
import { TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { announce } from '../../ui/announcer'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import type { OperatorDialogProps } from './plan-dialog'

export function SuspendDialog({ client, organization: { id, name }, onClose, onDone }: OperatorDialogProps) {
  const form = useForm({ defaultValues: { reason: '' } })
  return (
    <FormDialog
      title={
        <>
          Suspend <bdi>{name}</bdi>?
        </>
      }
      description="Its embeds stop everywhere at once. Its people can still sign in, read, revoke, unpublish and delete. Nothing is lost."
      submit="Suspend"
      form={form}
      onSubmit={({ reason }) => suspendOrganization(client, id, reason.trim())}
      onDone={async () => {
        announce(`${name} is suspended.`)
        await onDone()
      }}
      onClose={onClose}
    >
      <TextField
        label="Reason"
        optional
        maxLength={500}
        hint="Kept in the audit log of the organization, where its owners and admins read it."
        error={form.formState.errors.reason?.message}
        {...form.register('reason')}
      />
    </FormDialog>
  )
}

export function ResumeDialog({ client, organization: { id, name }, onClose, onDone }: OperatorDialogProps) {
  return (
    <ConfirmDialog
      kind="primary"
      title={
        <>
          End the suspension of <bdi>{name}</bdi>?
        </>
      }
      description="Its embeds are served again. Keys, scenes and allowlists are as they were; what was revoked stays revoked."
      confirm="End suspension"
      onConfirm={async () => {
        await resumeOrganization(client, id)
        announce(`${name} is no longer suspended.`)
        await onDone()
      }}
      onClose={onClose}
    />
  )
}
