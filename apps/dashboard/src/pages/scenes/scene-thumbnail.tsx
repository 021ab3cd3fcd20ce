import { Box } from 'lucide-react'
import { posterUrl } from '../../api/scenes'
import type { Scene } from '../../api/types'

type Pictured = Pick<Scene, 'id' | 'organizationId' | 'poster'>

/** The poster, small. Beside a name that says it all: screen readers pass it by. */
export function SceneThumbnail({ scene }: { scene: Pictured }) {
  const url = posterUrl(scene)
  return (
    <span className="checker flex h-10.5 w-14 shrink-0 items-center justify-center overflow-hidden rounded-md border border-line bg-raised text-muted">
      {url === null ? (
        <Box aria-hidden size={17} />
      ) : (
        <img src={url} alt="" loading="lazy" decoding="async" className="size-full object-cover" />
      )}
    </span>
  )
}
