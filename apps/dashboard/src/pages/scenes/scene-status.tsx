import type { Scene } from '../../api/types'
import { Badge } from '../../ui/badge'

export function SceneStatusBadge({ status }: { status: Scene['status'] }) {
  return status === 'published' ? <Badge tone="ok">Published</Badge> : <Badge>Draft</Badge>
}
