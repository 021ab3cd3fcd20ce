/** What an audit entry changed, in words: `Role: member → admin`, `Allowed domains: added shop.example.com`. */
import type { AuditEntry } from '../../api/audit-log'
import { formatDate } from '../../ui/time'

/** Ids and hashes say nothing beside the name of the target. */
const UNTOLD: ReadonlySet<string> = new Set([
  'id',
  'userId',
  'sha256',
  'preview',
  'email',
  'slug',
  'replacedById',
  'rotatedFromId',
])
const LABELS: Readonly<Record<string, string>> = {
  allowLocalhost: 'Localhost',
  requireVisitorToken: 'Visitor token required',
  revokesAt: 'End of the overlap',
  restoredFrom: 'Restored from version',
  by: 'Through',
  projectId: 'Project',
  projectIds: 'Projects',
  url: 'URL',
  externalId: 'External ID',
  types: 'Events',
}
/** Hold ids of projects. */
const PROJECTS: ReadonlySet<string> = new Set(['projectId', 'projectIds'])
const INSTANT = /^\d{4}-\d\d-\d\dT/
const LONGEST = 80

type Change = Pick<AuditEntry, 'before' | 'after'>
/** The name of a project now; null where it is gone. */
type ProjectName = (id: string) => string | null

export function describeChanges({ before, after }: Change, projectName: ProjectName): string[] {
  const [from, to] = [withNames(before, projectName), withNames(after, projectName)]
  const names = new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])
  return [...names].filter((name) => !UNTOLD.has(name)).flatMap((name) => describe(name, from, to))
}

/** Ids of the projects that an entry mentions. */
export function projectIdsOf({ before, after }: Change): string[] {
  return [before, after].flatMap((state) => [...PROJECTS].flatMap((name) => idsIn(state?.[name])))
}

function withNames(state: AuditEntry['before'], projectName: ProjectName): AuditEntry['before'] {
  if (!state) return state
  const named = [...PROJECTS].flatMap((name) => {
    const ids = idsIn(state[name])
    if (ids.length === 0) return []
    const shown = ids.map((id) => projectName(id) ?? id)
    return [[name, Array.isArray(state[name]) ? shown : shown[0]]]
  })
  return { ...state, ...Object.fromEntries(named) }
}

const idsIn = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string')

function describe(name: string, before: AuditEntry['before'], after: AuditEntry['after']): string[] {
  const [from, to] = [before?.[name] ?? null, after?.[name] ?? null]
  if (JSON.stringify(from) === JSON.stringify(to)) return []
  // What was created or deleted is named by the entry itself.
  if (name === 'name' && (from === null || to === null)) return []
  if (Array.isArray(from) && Array.isArray(to)) {
    const steps = [step('added', without(to, from)), step('removed', without(from, to))].filter(Boolean)
    return steps.length === 0 ? [] : [shorten(`${label(name)}: ${steps.join(', ')}`)]
  }
  const [left, right] = [show(from), show(to)]
  // Nothing that a line can show, or two instants of one day.
  if (left === right) return []
  if (left === null) return [shorten(`${label(name)}: ${right}`)]
  // Without what comes after, the entry tells what the deleted thing was.
  if (after === null) return [shorten(`${label(name)}: ${left}`)]
  return [shorten(`${label(name)}: ${left} → ${right ?? 'none'}`)]
}

const without = (list: readonly unknown[], others: readonly unknown[]) =>
  list.filter((one) => !others.includes(one)).map(String)
const step = (verb: string, names: readonly string[]) =>
  names.length === 0 ? '' : `${verb} ${names.join(', ')}`
const shorten = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

/** `allowedDomains` is "Allowed domains". */
function label(name: string): string {
  const words = name.replace(/At$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return LABELS[name] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** Null for nothing, and for what no line of text can show: the details have it whole. */
function show(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return INSTANT.test(value) ? formatDate(value) : value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ') || null
  return null
}
