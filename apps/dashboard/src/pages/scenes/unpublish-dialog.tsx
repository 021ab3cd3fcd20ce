import { unpublishScene } from '../../api/scenes'
import type { Scene } from '../../api/types'
import { ConfirmDialog } from '../../ui/confirm-dialog'

interface UnpublishDialogProps {
  readonly scene: Scene
  readonly onDone: () => Promise<unknown>
  readonly onClose: () => void
}

export function UnpublishDialog({ scene, onDone, onClose }: UnpublishDialogProps) {
  return (
    <ConfirmDialog
      title={
        <>
          Unpublish “<bdi>{scene.name}</bdi>”?
        </>
      }
      description="Every embed of this scene fails on its next request. You can publish it again."
      confirm="Unpublish"
      onConfirm={async () => {
        await unpublishScene(scene.organizationId, scene.id)
        await onDone()
      }}
      onClose={onClose}
    />
  )
}
