import type { ApiKey } from '../../api/types'
import { Badge } from '../../ui/badge'

const SHOWN_PROJECTS = 3

export function KeyProjects({ projects }: { projects: ApiKey['projects'] }) {
  if (projects.length === 0) return <Badge tone="danger">No project left</Badge>
  const more = projects.slice(SHOWN_PROJECTS)
  return (
    <div className="flex max-w-56 flex-wrap gap-1 max-md:in-[td]:justify-end">
      {projects.slice(0, SHOWN_PROJECTS).map(({ id, name }) => (
        <Badge key={id} title={name}>
          <span className="truncate">{name}</span>
        </Badge>
      ))}
      {more.length > 0 && <Badge title={more.map(({ name }) => name).join(', ')}>+{more.length}</Badge>}
    </div>
  )
}
