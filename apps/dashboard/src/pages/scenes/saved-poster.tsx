/** The poster that was just saved, as visitors see it, and the way back to the one before. */
import { uploadPoster, posterUrl } from '../../api/scenes'
import type { Scene } from '../../api/types'
import { asApiError } from '../../api/problem'
import { useSend } from '../../forms/use-send'
import { announce } from '../../ui/announcer'
import { Button } from '../../ui/button'
import { ProblemNote } from '../../ui/states'

interface SavedPosterProps {
  readonly scene: Scene
  /** Null: there was none before. */
  readonly former: Blob | null
  readonly onUndone: () => Promise<void>
}

export function SavedPoster({ scene, former, onUndone }: SavedPosterProps) {
  const undo = useSend({
    mutationFn: async () => {
      if (former !== null) await uploadPoster(scene.organizationId, scene.id, former)
    },
    onSuccess: async () => {
      announce('The previous poster is back.')
      await onUndone()
    },
  })
  const url = posterUrl(scene)
  return (
    <div className="card flex flex-wrap items-center gap-4 p-4 text-sm">
      {url !== null && (
        <img
          src={url}
          alt={`Poster of ${scene.name}`}
          className="checker h-24 w-32 rounded-lg object-cover"
        />
      )}
      <div className="min-w-0 flex-1 basis-40">
        <p className="font-medium">The poster is saved.</p>
        <p className="text-muted">Pages show it until the model is ready.</p>
      </div>
      {former !== null && (
        <Button busy={undo.isPending} onClick={() => undo.mutate(undefined)}>
          Undo
        </Button>
      )}
      {undo.error && <ProblemNote error={asApiError(undo.error)} className="w-full" />}
    </div>
  )
}
