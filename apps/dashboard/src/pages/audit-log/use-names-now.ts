/** Names of what the shown entries are about, where they carry only an id: publishing a scene changes no name. */
import { namedApiKeys } from '../../api/api-keys'
import type { AuditEntry } from '../../api/audit-log'
import { namedProjects } from '../../api/projects'
import { namedScenes } from '../../api/scenes'
import { useNamed } from '../../api/use-named'
import { targetName } from './audit-row'
import { projectIdsOf } from './describe-change'

export function useNamesNow(org: string, entries: readonly AuditEntry[]) {
  const idsOf = (wanted: string) =>
    entries
      .filter((entry) => entry.target.kind === wanted && targetName(entry) === null)
      .map(({ target }) => target.id)
  const lists: Readonly<Record<string, ReadonlyMap<string, { readonly name: string }> | undefined>> = {
    scene: useNamed(idsOf('scene'), namedScenes(org)).named,
    project: useNamed([...idsOf('project'), ...entries.flatMap(projectIdsOf)], namedProjects(org)).named,
    api_key: useNamed(idsOf('api_key'), namedApiKeys(org)).named,
  }
  return ({ kind, id }: Pick<AuditEntry['target'], 'kind' | 'id'>): string | null =>
    lists[kind]?.get(id)?.name ?? null
}
