/** What somebody changed about an allowlist, apart from the list itself: it may be saved elsewhere meanwhile. */
import type { AllowlistDraft } from '../../api/projects'

export interface AllowlistEdits {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Null: as it is saved. */
  readonly allowLocalhost: boolean | null
}

export const NO_EDITS: AllowlistEdits = { added: [], removed: [], allowLocalhost: null }

export function applyEdits(
  { allowedDomains, allowLocalhost }: AllowlistDraft,
  { added, removed, allowLocalhost: switched }: AllowlistEdits,
): AllowlistDraft {
  const kept = allowedDomains.filter((pattern) => !removed.includes(pattern))
  return { allowedDomains: [...new Set([...kept, ...added])], allowLocalhost: switched ?? allowLocalhost }
}

/** What makes `draft` of `saved`. */
export function editsBetween(saved: AllowlistDraft, draft: AllowlistDraft): AllowlistEdits {
  return {
    added: draft.allowedDomains.filter((pattern) => !saved.allowedDomains.includes(pattern)),
    removed: saved.allowedDomains.filter((pattern) => !draft.allowedDomains.includes(pattern)),
    allowLocalhost: draft.allowLocalhost === saved.allowLocalhost ? null : draft.allowLocalhost,
  }
}
