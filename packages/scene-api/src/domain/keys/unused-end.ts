/** When keys that nothing uses end by themselves. */
import { DAY_MS } from '../hygiene/facts.js'

/** How long before its end people are told. */
export const UNUSED_NOTICE_DAYS = 14
/** The kind under which `key_notices` keeps that they were told. */
export const UNUSED_END = 'unused_end'

interface KeyUse {
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** Nobody's key ends sooner than 14 days after the notice, however long it was unused before the rule was made. */
export function unusedEnd({ createdAt, lastUsedAt }: KeyUse, afterDays: number, noticedAt: Date): Date {
  const due = (lastUsedAt ?? createdAt).getTime() + afterDays * DAY_MS
  return new Date(Math.max(due, noticedAt.getTime() + UNUSED_NOTICE_DAYS * DAY_MS))
}
