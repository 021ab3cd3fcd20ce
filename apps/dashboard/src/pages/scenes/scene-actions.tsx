/** What is done with a scene most, from its row. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { publishScene, scenesKey } from '../../api/scenes'
import type { Scene } from '../../api/types'
import { asApiError } from '../../api/problem'
import { useSend } from '../../forms/use-send'
import { announce } from '../../ui/announcer'
import { Button, ButtonLink } from '../../ui/button'
import { pageUrl } from '../../url'
import { UnpublishDialog } from './unpublish-dialog'

export function SceneActions({ scene }: { scene: Scene }) {
  const queryClient = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const refresh = () => queryClient.invalidateQueries({ queryKey: scenesKey(scene.organizationId) })
  const publish = useSend({
    mutationFn: () => publishScene(scene.organizationId, scene.id),
    onSuccess: async () => {
      announce(`${scene.name} is published.`)
      await refresh()
    },
    onError: (error) => announce(`${scene.name} is not published. ${asApiError(error).detail}`),
  })
  return (
    <div className="flex justify-end gap-1">
      {scene.status === 'published' ? (
        <>
          <ButtonLink
            kind="quiet"
            className="px-2!"
            to={pageUrl.embedScene(scene.id)}
            aria-label={`Embed ${scene.name}`}
          >
            Embed
          </ButtonLink>
          <Button
            kind="quiet"
            className="px-2!"
            aria-label={`Unpublish ${scene.name}`}
            onClick={() => setAsking(true)}
          >
            Unpublish
          </Button>
        </>
      ) : (
        <Button
          kind="quiet"
          className="px-2!"
          aria-label={`Publish ${scene.name}`}
          busy={publish.isPending}
          why={scene.model === null ? 'Upload a model first.' : undefined}
          onClick={() => publish.mutate(undefined)}
        >
          Publish
        </Button>
      )}
      {publish.error && (
        <p role="alert" className="max-w-48 text-xs text-danger">
          {asApiError(publish.error).detail}
        </p>
      )}
      {isAsking && <UnpublishDialog scene={scene} onDone={refresh} onClose={() => setAsking(false)} />}
    </div>
  )
}
