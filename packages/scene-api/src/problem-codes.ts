/** Every error code this server sends: the rows of the one table that have a status. */
import { ERROR_CODES, type ErrorCodeEntry, type ServerErrorCode } from '@vectreal/scene-format'

/** The stable name of an error; it stands in the `code` of the problem document. */
export type ProblemCode = ServerErrorCode

/** What one error code of the server says. */
export interface ProblemCodeEntry extends ErrorCodeEntry {
  readonly status: number
}

export const PROBLEM_CODES = Object.fromEntries(
  Object.entries(ERROR_CODES).filter(([, { status }]) => status !== null),
) as Readonly<Record<ProblemCode, ProblemCodeEntry>>
