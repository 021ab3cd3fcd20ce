import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { TABLE_PAGE } from '../../api/pages'
import { projectPages } from '../../api/projects'
import { createScene, deleteScene, scenesKey } from '../../api/scenes'
import type { Scene } from '../../api/types'
import { useOrganization } from '../../app/session'
import { SelectField, TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { SearchField } from '../../table/search-field'
import { useLongList } from '../../table/use-long-list'
import { describedSchema } from '../api-keys/key-text-schema'
import { announce } from '../../ui/announcer'
import { BatchProgress } from './batch-progress'
import { ModelDrop } from './model-drop'
import { nameFrom } from './name-from'
import { SourceProgress } from './source-progress'
import { formatBytes, UploadProgress } from './upload-progress'
import { useModelSource } from './use-model-source'
import { useModelUpload } from './use-model-upload'
import { useSceneBatch } from './use-scene-batch'

const schema = z.object({
  name: describedSchema.shape.name,
  projectId: z.string().min(1, 'Choose a project.'),
})

/** Each of several models has its own name. */
const severalSchema = schema.extend({ name: z.string() })

interface CreateSceneDialogProps {
  readonly onCreated: (scene: Scene) => void
  readonly onClose: () => void
}

export function CreateSceneDialog({ onCreated, onClose }: CreateSceneDialogProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const projects = useLongList((q) => projectPages(organization.id, q, TABLE_PAGE))
  const source = useModelSource()
  const [fileMissing, setFileMissing] = useState(false)
  const upload = useModelUpload(organization.id)
  const batch = useSceneBatch(organization.id)
  /** All of several models. */
  const [models, setModels] = useState<readonly string[] | null>(null)
  const form = useForm({
    resolver: zodResolver(models === null ? schema : severalSchema),
    values: { name: '', projectId: projects.data?.[0]?.id ?? '' },
    resetOptions: { keepDirtyValues: true },
  })
  const { errors } = form.formState

  return (
    <FormDialog
      title="Add a scene"
      submit={models === null ? 'Upload' : `Upload ${models.length} models`}
      form={form}
      onSubmit={async ({ name, projectId }) => {
        if (models !== null) return (await batch.run(models, projectId, source)) ? 'several' : null
        if (source.state.phase !== 'ready') {
          setFileMissing(source.state.phase === 'idle')
          return null
        }
        const { model } = source.state
        const scene = await createScene(organization.id, projectId, name)
        const uploaded = await upload.start(scene.id, model.glb, model.name)
        if (uploaded === null) {
          // An interrupted upload leaves nothing behind.
          await deleteScene(organization.id, scene.id)
          return null
        }
        return uploaded
      }}
      onDone={(scene) => {
        if (scene === null) return
        void queryClient.invalidateQueries({ queryKey: scenesKey(organization.id) })
        if (scene !== 'several') return onCreated(scene)
        announce(`${models?.length} scenes are added.`)
        onClose()
      }}
      onClose={() => {
        upload.cancel()
        batch.cancel()
        void queryClient.invalidateQueries({ queryKey: scenesKey(organization.id) })
        onClose()
      }}
    >
      <div>
        <ModelDrop
          label={
            source.state.phase === 'ready'
              ? `${source.state.model.name}, ${formatBytes(source.state.model.glb.size)}`
              : 'Model'
          }
          disabled={upload.state.phase === 'sending'}
          onFiles={(files) => {
            setFileMissing(false)
            setModels(null)
            batch.cancel()
            void source.take(files).then((model) => {
              if (model !== null && form.getValues('name') === '')
                form.setValue('name', nameFrom(model.name), { shouldDirty: true })
              return null
            })
          }}
        />
        {fileMissing && (
          <p role="alert" className="mt-2 text-sm font-medium text-danger">
            Choose a model first.
          </p>
        )}
      </div>
      {models === null ? (
        <>
          <SourceProgress
            source={source}
            {...(source.state.phase === 'choosing' && chooseEach(source.state.models, setModels))}
          />
          <TextField
            label="Name"
            autoComplete="off"
            error={errors.name?.message}
            {...form.register('name')}
          />
        </>
      ) : (
        <BatchProgress
          items={
            batch.items.length > 0
              ? batch.items
              : models.map((model) => ({ model, state: { phase: 'waiting' as const } }))
          }
        />
      )}
      {projects.isSearchedByServer && (
        <div className="flex">
          <SearchField label="Search projects" value={projects.search} onChange={projects.setSearch} />
        </div>
      )}
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

const chooseEach = (models: readonly string[], choose: (models: readonly string[]) => void) => ({
  onEach: () => choose(models),
})
