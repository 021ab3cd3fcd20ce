/** What phones get of the scene as it is saved, or why they get nothing. */
import { useQuery } from '@tanstack/react-query'
import { arFilesQuery, type SceneArFiles } from '../../../api/scenes'
import { useOrganization } from '../../../app/session'
import { formatBytes } from '../upload-progress'

const PHONES: readonly (readonly [keyof SceneArFiles, string])[] = [
  ['glb', 'Android'],
  ['usdz', 'iPhone and iPad'],
]

export function ArFiles({ sceneId }: { sceneId: string }) {
  const organization = useOrganization()
  const files = useQuery(arFilesQuery(organization.id, sceneId))
  if (files.data === undefined) return null
  return (
    <dl aria-label="Files for AR" className="space-y-1">
      {PHONES.map(([kind, phone]) => (
        <div key={kind} className="flex flex-wrap gap-x-3">
          <dt className="font-medium">{phone}</dt>
          <dd className="user-text text-muted">{describe(files.data[kind])}</dd>
        </div>
      ))}
    </dl>
  )
}

function describe(file: SceneArFiles['glb']): string {
  if (file.status === 'made') return formatBytes(file.bytes)
  return file.status === 'none' ? `No AR. ${file.reason}` : 'In progress'
}
