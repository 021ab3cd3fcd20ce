/** Something that the password has to be typed for; people who have none here confirm with what they have. */
import { type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'

interface PasswordDialogProps<Result> {
  readonly title: string
  readonly description: ReactNode
  readonly submit: string
  readonly hasPassword: boolean
  /** Empty for people without a password. */
  readonly onSubmit: (password: string) => Promise<Result>
  readonly onDone: (result: Result) => void
  readonly onClose: () => void
}

export function PasswordDialog<Result>({
  title,
  description,
  submit,
  hasPassword,
  onSubmit,
  onDone,
  onClose,
}: PasswordDialogProps<Result>) {
  const form = useForm({ defaultValues: { password: '' } })
  return (
    <FormDialog
      size="small"
      title={title}
      description={description}
      submit={submit}
      form={form}
      onSubmit={({ password }) => onSubmit(password)}
      onDone={onDone}
      onClose={onClose}
    >
      {hasPassword && (
        <TextField
          label="Your password"
          type="password"
          autoComplete="current-password"
          error={form.formState.errors.password?.message}
          {...form.register('password', { required: 'Enter your password.' })}
        />
      )}
    </FormDialog>
  )
}
