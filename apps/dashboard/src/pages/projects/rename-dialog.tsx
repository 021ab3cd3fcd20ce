import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { describedSchema } from '../api-keys/key-text-schema'

const schema = z.object({ name: describedSchema.shape.name })

interface RenameDialogProps {
  readonly title: string
  readonly name: string
  readonly onRename: (name: string) => Promise<unknown>
  readonly onClose: () => void
}

export function RenameDialog({ title, name, onRename, onClose }: RenameDialogProps) {
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name } })
  return (
    <FormDialog
      size="small"
      title={title}
      submit="Save"
      form={form}
      onSubmit={(values) => onRename(values.name)}
      onDone={onClose}
      onClose={onClose}
    >
      <TextField
        label="Name"
        autoComplete="off"
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
    </FormDialog>
  )
}
