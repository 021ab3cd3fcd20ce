/**
 * Every error code there is, once. Server problems, SDK errors, dashboard texts, OpenAPI and the docs are views of this
 * table. A new code is one row in the file of its kind, and `docs/errors/<code>.md`.
 */
import { EMBED_ERRORS } from './embed-errors.js'
import type { ErrorCodeEntry } from './error-code-entry.js'
import { MANAGEMENT_ERRORS } from './management-errors.js'
import { PAGE_ERRORS } from './page-errors.js'

const TABLE = { ...EMBED_ERRORS, ...MANAGEMENT_ERRORS, ...PAGE_ERRORS }

/** The stable name of an error. */
export type ErrorCode = keyof typeof TABLE

/** Every error code: what it means and what to do about it. */
export const ERROR_CODES: Readonly<Record<ErrorCode, ErrorCodeEntry>> = TABLE

/** A code that embeds are refused with by the server. */
export type EmbedErrorCode = keyof typeof EMBED_ERRORS

/** The layer of a refusal, `null` where it was none of the checks. */
export type LayerOf<C extends EmbedErrorCode> = (typeof EMBED_ERRORS)[C] extends { readonly layer: infer L }
  ? L
  : null

/** A code that is raised in the page. */
export type PageErrorCode = keyof typeof PAGE_ERRORS

/** A code that viewer-core raises, with or without the SDK. */
export type ViewerErrorCode = {
  [C in PageErrorCode]: (typeof PAGE_ERRORS)[C]['raisedBy'] extends 'viewer' ? C : never
}[PageErrorCode]

/** A code that the server sends. */
export type ServerErrorCode = {
  [C in ErrorCode]: (typeof TABLE)[C]['status'] extends number ? C : never
}[ErrorCode]
