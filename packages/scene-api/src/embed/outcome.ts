/** What an embed request came to. */

interface RefusedOutcome {
  /** Code of the refusal. */
  readonly code: string
  readonly layer: string | null
  readonly sceneId: string
  /** Why nothing could be decided. */
  readonly cause?: unknown
}

/** `ok`, `not_modified` and the like, the code of a problem, or a refusal. */
export type Outcome = string | RefusedOutcome

/** An outcome at once, or a promise of it: a request with a warm key waits for nothing. */
export type MaybeOutcome = Outcome | Promise<Outcome>
