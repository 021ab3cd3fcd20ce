import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { createProject, projectsKey } from '../../api/projects'
import type { Project } from '../../api/types'
import { useOrganization } from '../../app/session'
import { TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { useIdempotencyKey } from '../../forms/use-idempotency-key'
import { describedSchema } from '../api-keys/key-text-schema'

const schema = z.object({ name: describedSchema.shape.name })

interface CreateProjectDialogProps {
  readonly onCreated: (project: Project) => void
  readonly onClose: () => void
}

export function CreateProjectDialog({ onCreated, onClose }: CreateProjectDialogProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name: '' } })
  const idempotencyKey = useIdempotencyKey()
  return (
    <FormDialog
      title="Create project"
      description="You add the domains that may embed its scenes on the next page. localhost works from the start."
      submit="Create project"
      form={form}
      onSubmit={({ name }) => createProject(organization.id, { name }, idempotencyKey(name))}
      onDone={(project) => {
        void queryClient.invalidateQueries({ queryKey: projectsKey(organization.id) })
        onCreated(project)
      }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        autoComplete="off"
        placeholder="Spring shop"
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
    </FormDialog>
  )
}
