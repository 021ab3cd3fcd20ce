/** How large the settings of one scene may be, and what the audit log keeps of a change to them. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '@vectreal/auth-core/audit'
import { invalidRequest } from '../../problem.js'

/** Far above what people set (200 hotspots with a sentence each are 60 KB), and little enough to write with each change. */
const MAX_BYTES = 128 * 1024
/** Larger values are named in the audit log by size and hash: it tells who changed what, and is no copy of it. */
const MAX_AUDITED_BYTES = 1024

type Settings = Readonly<Record<string, unknown>>

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '')

/** What was stored before the limit and does not grow is let through. */
export function requireSettingsSize(before: Settings, after: Settings): void {
  const bytes = bytesOf(after)
  if (bytes <= MAX_BYTES || bytes <= bytesOf(before)) return
  throw invalidRequest([
    { path: 'settings', message: `must be at most ${MAX_BYTES} bytes as JSON; these are ${bytes}` },
  ])
}

/** The groups that differ, as they were and as they are; null where nothing does. */
export function settingsChange(
  before: Settings,
  after: Settings,
): { readonly before: Settings; readonly after: Settings } | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null),
  )
  if (names.length === 0) return null
  const pick = (settings: Settings) =>
    Object.fromEntries(names.map((name) => [name, abridge(settings[name] ?? null)]))
  return { before: pick(before), after: pick(after) }
}

function abridge(value: unknown): unknown {
  const bytes = bytesOf(value)
  if (bytes <= MAX_AUDITED_BYTES) return value
  return { bytes, sha256: createHash('sha256').update(canonicalJson(value)).digest('hex') }
}
