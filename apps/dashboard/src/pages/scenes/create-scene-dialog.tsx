import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { projectsQuery } from '../../api/projects'
import { createScene, deleteScene } from '../../api/scenes'
import type { Scene } from '../../api/types'
import { useOrganization } from '../../app/session'
import { SelectField, TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { fitName } from '../api-keys/fit-name'
import { describedSchema } from '../api-keys/key-text-schema'
import { ModelDrop } from './model-drop'
import { formatBytes, UploadProgress } from './upload-progress'
import { useModelUpload } from './use-model-upload'

const schema = z.object({
  name: describedSchema.shape.name,
  projectId: z.string().min(1, 'Choose a project.'),
})

interface CreateSceneDialogProps {
  readonly onCreated: (scene: Scene) => void
  readonly onClose: () => void
}

export function CreateSceneDialog({ onCreated, onClose }: CreateSceneDialogProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const projects = useQuery(projectsQuery(organization.id))
  const [file, setFile] = useState<File | null>(null)
  const [fileMissing, setFileMissing] = useState(false)
  const upload = useModelUpload(organization.id)
  const form = useForm({
    resolver: zodResolver(schema),
    values: { name: '', projectId: projects.data?.[0]?.id ?? '' },
    resetOptions: { keepDirtyValues: true },
  })
  const { errors } = form.formState

  return (
    <FormDialog
      title="Add a scene"
      submit="Upload"
      form={form}
      onSubmit={async ({ name, projectId }) => {
        if (file === null) {
          setFileMissing(true)
          return null
        }
        const scene = await createScene(organization.id, projectId, name)
        const uploaded = await upload.start(scene.id, file, file.name)
        if (uploaded === null) {
          // An interrupted upload leaves nothing behind.
          await deleteScene(organization.id, scene.id)
          return null
        }
        return uploaded
      }}
      onDone={(scene) => {
        if (scene === null) return
        void queryClient.invalidateQueries({ queryKey: ['scenes', organization.id] })
        onCreated(scene)
      }}
      onClose={() => {
        upload.cancel()
        onClose()
      }}
    >
      <div>
        <ModelDrop
          label={file === null ? 'Model' : `${file.name}, ${formatBytes(file.size)}`}
          disabled={upload.state.phase === 'sending'}
          onFile={(chosen) => {
            setFile(chosen)
            setFileMissing(false)
            if (form.getValues('name') === '')
              form.setValue('name', nameFrom(chosen.name), { shouldDirty: true })
          }}
        />
        {fileMissing && (
          <p role="alert" className="mt-2 text-sm font-medium text-danger">
            Choose a model first.
          </p>
        )}
      </div>
      <TextField label="Name" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
      <SelectField
        label="Project"
        hint="Its domains decide which pages may show the scene."
        error={errors.projectId?.message}
        {...form.register('projectId')}
      >
        {projects.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <UploadProgress state={upload.state} onCancel={upload.cancel} />
    </FormDialog>
  )
}

/** "race-car.glb" → "Race car" */
function nameFrom(fileName: string): string {
  const words = fileName
    .replace(/\.glb$/i, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim()
  return fitName(words.charAt(0).toUpperCase() + words.slice(1))
}
