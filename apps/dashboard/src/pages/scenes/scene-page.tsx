import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { sceneQuery } from '../../api/scenes'
import { useOrganization } from '../../app/session'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { pageUrl } from '../../url'
import { SceneStatusBadge } from './scene-status'

export function Component() {
  const { scene: sceneId = '' } = useParams()
  const organization = useOrganization()
  const scene = useQuery(sceneQuery(organization.id, sceneId))
  return (
    <QueryView query={scene}>
      {({ name, status }) => (
        <PageView
          title={name}
          badge={<SceneStatusBadge status={status} />}
          back={{ to: pageUrl.scenes, label: 'Scenes' }}
        >
          {null}
        </PageView>
      )}
    </QueryView>
  )
}
