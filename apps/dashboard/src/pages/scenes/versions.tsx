import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { asApiError } from '../../api/problem'
import { restoreVersion, sceneVersionsQuery } from '../../api/scenes'
import type { Scene } from '../../api/types'
import { useOrganization } from '../../app/session'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Loading, ProblemNote } from '../../ui/states'
import { Time } from '../../ui/time'
import { formatBytes } from './upload-progress'

export function Versions({ scene, editable }: { scene: Scene; editable: boolean }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const versions = useQuery(sceneVersionsQuery(organization.id, scene.id))
  const restore = useMutation({
    mutationFn: (version: number) => restoreVersion(organization.id, scene.id, version),
    onSuccess: async () => {
      announce('The version is restored as the newest one.')
      await queryClient.invalidateQueries({ queryKey: ['scenes', organization.id] })
    },
  })
  return (
    <Section title="Versions">
      {restore.error && <ProblemNote error={asApiError(restore.error)} />}
      <QueryView query={versions} loading={<Loading rows={2} />}>
        {(rows) => (
          <ul className="card divide-y divide-line text-sm">
            {rows.map(({ version, model, report, createdAt, createdBy }) => (
              <li key={version} className="flex flex-wrap items-center gap-x-5 gap-y-1 px-5 py-3">
                <span className="font-medium">Version {version}</span>
                {version === scene.version && <Badge tone="ok">In use</Badge>}
                <span className="text-muted">
                  {formatBytes(model.bytes)}, {report.triangles.toLocaleString()} triangles
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
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Section>
  )
}
