/** The one row that the script tag carries itself: everything else did not arrive. Written out by the build. */
import { PAGE_ERRORS } from './page-errors.js'

const { title, remedy, retryable } = PAGE_ERRORS.script_blocked

/** What the script tag says when the rest of the SDK could not be loaded. */
export const SCRIPT_BLOCKED: {
  readonly title: string
  readonly remedy: string
  readonly retryable: boolean
} = { title, remedy, retryable }
