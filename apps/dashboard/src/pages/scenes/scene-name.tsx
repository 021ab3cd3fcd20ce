import { Link } from 'react-router'
import type { Scene } from '../../api/types'
import { pageUrl } from '../../url'
import { SceneThumbnail } from './scene-thumbnail'

/** A scene in a list: its picture, and its name that leads to it. */
export function SceneName({ scene }: { scene: Scene }) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3">
      <SceneThumbnail scene={scene} />
      <Link
        to={pageUrl.scene(scene.id)}
        className="user-text min-w-0 font-medium hover:text-accent hover:underline"
      >
        {scene.name}
      </Link>
    </div>
  )
}
