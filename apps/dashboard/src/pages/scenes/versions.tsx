import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { asApiError } from '../../api/problem'
import {
  changeScene,
  optimizeScene,
  restoreVersion,
  sceneQuery,
  scenesKey,
  sceneVersionPages,
} from '../../api/scenes'
import type { Scene } from '../../api/types'
import { useOrganization } from '../../app/session'
import { SavedCheckbox } from '../../forms/saved-checkbox'
import { MoreButton } from '../../table/long-list-view'
import { useLongList } from '../../table/use-long-list'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Loading, ProblemNote } from '../../ui/states'
import { Time } from '../../ui/time'
import { formatBytes } from './upload-progress'
import { VersionReport } from './version-report'

const CompareFiles = lazy(() => import('./compare-files'))

export function Versions({ scene, editable }: { scene: Scene; editable: boolean }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const [comparing, setComparing] = useState(false)
  const versions = useLongList(() => sceneVersionPages(organization.id, scene.id))
  const restore = useMutation({
    mutationFn: (version: number) => restoreVersion(organization.id, scene.id, version),
    onSuccess: async () => {
      announce('The version is restored as the newest one.')
      await queryClient.invalidateQueries({ queryKey: scenesKey(organization.id) })
    },
  })
  const changeDelivery = useSceneChange(scene)
  const changeTextures = useSceneChange(scene)
  const optimize = useMutation({
    mutationFn: () => optimizeScene(organization.id, scene.id),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: sceneQuery(organization.id, scene.id).queryKey }),
  })
  const failed = restore.error ?? changeDelivery.error ?? changeTextures.error ?? optimize.error
  const current = versions.data?.find(({ version }) => version === scene.version)
  return (
    <Section title="Versions">
      {current !== undefined && current.delivered !== null && (
        <SavedCheckbox
          label="Deliver the optimised file"
          hint="It looks the same and loads faster. The original is always kept."
          checked={scene.delivery === 'optimized'}
          disabled={!editable}
          save={(checked, callbacks) =>
            changeDelivery.mutate({ delivery: checked ? 'optimized' : 'original' }, callbacks)
          }
        />
      )}
      {editable && scene.delivery === 'optimized' && (
        <SavedCheckbox
          label="KTX2 textures in the optimised file"
          hint="For many textures on small devices: a larger file that takes less GPU memory. The AR apps built into phones can’t read it."
          checked={scene.textures === 'ktx2'}
          save={(checked, callbacks) =>
            changeTextures.mutate({ textures: checked ? 'ktx2' : 'webp' }, callbacks)
          }
        />
      )}
      {editable && (current?.optimization.status === 'none' || current?.optimization.status === 'failed') && (
        <Button busy={optimize.isPending} onClick={() => optimize.mutate()}>
          Optimise the model
        </Button>
      )}
      {current !== undefined && current.delivered !== null && (
        <Button onClick={() => setComparing(true)}>Compare with the original</Button>
      )}
      {comparing && current !== undefined && current.delivered !== null && (
        <Suspense fallback={null}>
          <CompareFiles
            scene={scene}
            originalBytes={current.model.bytes}
            optimizedBytes={current.delivered.bytes}
            onClose={() => setComparing(false)}
          />
        </Suspense>
      )}
      {failed && <ProblemNote error={asApiError(failed)} />}
      <QueryView query={versions} loading={<Loading rows={2} />}>
        {(rows) => (
          <ul className="card divide-y divide-line text-sm">
            {rows.map(({ version, model, delivered, optimization, report, createdAt, createdBy }) => (
              <li key={version} className="flex flex-wrap items-center gap-x-5 gap-y-1 px-5 py-3">
                <span className="font-medium">Version {version}</span>
                {version === scene.version && <Badge tone="ok">In use</Badge>}
                {optimization.status === 'pending' && <Badge tone="neutral">Optimising</Badge>}
                <span className="text-muted">
                  {formatBytes(model.bytes)}
                  {delivered !== null && `, optimised ${formatBytes(delivered.bytes)}`},{' '}
                  {report.triangles.toLocaleString()} triangles
                </span>
                <span className="user-text ml-auto text-muted">
                  <Time at={createdAt} show="date-time" />
                  {createdBy !== null && ` by ${createdBy.name}`}
                </span>
                {editable && version !== scene.version && (
                  <Button
                    kind="quiet"
                    aria-label={`Restore version ${version}`}
                    busy={restore.isPending && restore.variables === version}
                    onClick={() => restore.mutate(version)}
                  >
                    Restore
                  </Button>
                )}
                <VersionReport
                  version={{ version, model, delivered, optimization, report, createdAt, createdBy }}
                />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
      <MoreButton list={versions} />
    </Section>
  )
}

function useSceneChange({ id }: Scene) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (change: Partial<Pick<Scene, 'delivery' | 'textures'>>) =>
      changeScene(organization.id, id, change),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: scenesKey(organization.id) }),
  })
}
