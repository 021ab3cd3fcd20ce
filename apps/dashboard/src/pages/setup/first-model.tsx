import { useQueryClient } from '@tanstack/react-query'
import { asApiError, networkError } from '../../api/problem'
import { createScene, deleteScene, publishScene, scenesKey } from '../../api/scenes'
import { useSend } from '../../forms/use-send'
import { Button } from '../../ui/button'
import { ProblemNote } from '../../ui/states'
import { fitName } from '../api-keys/fit-name'
import { ModelIntake } from '../scenes/model-intake'
import { UploadProgress } from '../scenes/upload-progress'
import { useModelUpload } from '../scenes/use-model-upload'

const SAMPLE = { url: `${import.meta.env.BASE_URL}samples/race-car.glb`, name: 'Race car' } as const

export function FirstModel({ organizationId, projectId }: { organizationId: string; projectId: string }) {
  const queryClient = useQueryClient()
  const upload = useModelUpload(organizationId)
  const publish = useSend({
    mutationFn: async (model: { file: Blob; name: string } | 'sample') => {
      const { file, name } = model === 'sample' ? await fetchSample() : model
      const scene = await createScene(organizationId, projectId, name)
      const uploaded = await upload.start(scene.id, file, name)
      if (uploaded === null) {
        await deleteScene(organizationId, scene.id)
        return
      }
      await publishScene(organizationId, scene.id)
      await queryClient.invalidateQueries({ queryKey: scenesKey(organizationId) })
    },
  })
  const { isPending: busy, error } = publish
  return (
    <div className="space-y-4">
      <ModelIntake
        label="Your model"
        disabled={busy}
        action="Publish this model"
        onModel={({ glb, name }) => publish.mutate({ file: glb, name: fitName(name) || 'Model' })}
      />
      <UploadProgress state={upload.state} onCancel={upload.cancel} />
      {error && <ProblemNote error={asApiError(error)} />}
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <span className="text-muted">No model at hand?</span>
        <Button busy={busy} onClick={() => publish.mutate('sample')}>
          Use the sample
        </Button>
        <span className="text-xs text-muted">“Race Car” by Kenney, CC0</span>
      </div>
    </div>
  )
}

async function fetchSample(): Promise<{ file: Blob; name: string }> {
  let response: Response
  try {
    response = await fetch(SAMPLE.url)
  } catch (error) {
    throw networkError(error)
  }
  if (!response.ok) throw networkError(new Error(`the sample responded ${response.status}`))
  return { file: await response.blob(), name: SAMPLE.name }
}
