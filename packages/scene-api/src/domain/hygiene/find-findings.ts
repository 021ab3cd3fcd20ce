/** Facts in, findings out: the most pressing first. */
import { type Finding, SEVERITIES } from '../../schemas/hygiene.js'
import type { HygieneFacts } from './facts.js'
import { groupBy } from './group-by.js'
import { judgeKey } from './key-rules.js'
import { judgeProject } from './project-rules.js'

export function findFindings({ keys, projects, traffic, now, limits }: HygieneFacts): Finding[] {
  const byKey = groupBy(traffic, ({ keyId }) => keyId)
  const byProject = groupBy(traffic, ({ projectId }) => projectId)
  const projectsById = new Map(projects.map((project) => [project.id, project]))
  const covered = new Set(keys.flatMap(({ projectIds }) => projectIds))
  const findings = [
    ...keys.flatMap((key) =>
      judgeKey({ key, traffic: byKey.get(key.id) ?? [], projects: projectsById, keys, now, limits }),
    ),
    ...projects.flatMap((project) =>
      judgeProject({
        project,
        traffic: byProject.get(project.id) ?? [],
        hasKey: covered.has(project.id),
        now,
      }),
    ),
  ]
  return findings.toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1))
}

/** Sorts findings, and tells each from every other. */
export function rankOf({ severity, code, key, project }: Finding): string {
  return `${SEVERITIES.indexOf(severity)} ${code} ${key?.id ?? project?.id ?? ''}`
}
