/**
 * What browsers need of the table of error codes, a column each: the codes that embeds meet, without what only the
 * server and the dashboard say. The build writes these values out (scripts/fold-views.mjs), so that the rest of the
 * table never reaches a page.
 */
import type { ErrorCodeEntry, Layer } from './error-code-entry.js'
import { EMBED_ERRORS } from './embed-errors.js'
import type { EmbedErrorCode, PageErrorCode } from './error-codes.js'
import { PAGE_ERRORS } from './page-errors.js'

/** A code that whoever embeds a scene may meet. */
export type BrowserErrorCode = EmbedErrorCode | PageErrorCode

const ROWS = Object.entries<ErrorCodeEntry>({ ...EMBED_ERRORS, ...PAGE_ERRORS })

/** The codes that embeds are refused with by the server, in the order of the checks. */
export const EMBED_ERROR_CODES = Object.keys(EMBED_ERRORS) as readonly EmbedErrorCode[]

/** The codes that are raised in the page. */
export const PAGE_ERROR_CODES = Object.keys(PAGE_ERRORS) as readonly PageErrorCode[]

/** What happened, in a few words. */
export const ERROR_TITLES = column((row) => row.title) as Readonly<Record<BrowserErrorCode, string>>

/** What to do, for whoever built the page. */
export const ERROR_REMEDIES = column((row) => row.remedy) as Readonly<Record<BrowserErrorCode, string>>

/** Which check refused; absent: none of them. */
export const ERROR_LAYERS: Readonly<Partial<Record<BrowserErrorCode, Layer>>> = column((row) => row.layer)

/** Codes that may go away without anybody changing anything. */
export const RETRYABLE_ERRORS: readonly BrowserErrorCode[] = ROWS.filter(([, row]) => row.retryable).map(
  ([code]) => code as BrowserErrorCode,
)

/** Which line visitors read; absent: the general one. */
export const VISITOR_LINES: Readonly<
  Partial<Record<BrowserErrorCode, NonNullable<ErrorCodeEntry['visitorLine']>>>
> = column((row) => row.visitorLine)

/** The column without its empty fields. */
function column<T>(read: (row: ErrorCodeEntry) => T | undefined): Record<string, T> {
  const fields = ROWS.flatMap(([code, row]): [string, T][] => {
    const field = read(row)
    return field === undefined ? [] : [[code, field]]
  })
  return Object.fromEntries(fields)
}
