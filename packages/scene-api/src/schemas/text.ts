/** Text that people type, counted as they count it: in code points. */
import { z } from 'zod'
import { namesStorable } from '../storable-instant.js'

const LONE_SURROGATE = /\p{Surrogate}/u
const CONTROL = /\p{Cc}/u
/** Line and paragraph separators end a line; embeddings, overrides and isolates reorder the text around them (UAX #9). */
const REORDERING = /[\u2028\u2029\u202A-\u202E\u2066-\u2069]/u
/** Everything that PostgreSQL text can hold and a reader can see; line breaks and tabs are fine. */
const CONTROL_IN_PARAGRAPH = /[^\P{Cc}\n\r\t]/u
/** What shows nothing: spaces of all kinds, joiners, direction marks. */
const BLANK = /^[\p{Z}\p{Cf}\s]*$/u

export const countCodePoints = (text: string): number => [...text].length

/** A name people recognise something by: 1 to 100 code points, not blank, one line. */
export const nameSchema = z
  .string()
  .refine((text) => countCodePoints(text) <= 100, 'must have at most 100 characters')
  .refine((text) => !BLANK.test(text), 'must have at least one visible character')
  .refine((text) => !CONTROL.test(text) && !LONE_SURROGATE.test(text), 'must not contain control characters')
  .meta({ minLength: 1, maxLength: 100 })

/** A name that stands in mail and beside other people's text: nothing in it may end a line or turn its direction. */
export const publicNameSchema = nameSchema.refine(
  (text) => !REORDERING.test(text),
  'must not contain characters that change the direction of text or end a line',
)

export const descriptionSchema = z
  .string()
  .refine((text) => countCodePoints(text) <= 500, 'must have at most 500 characters')
  .refine(
    (text) => !CONTROL_IN_PARAGRAPH.test(text) && !LONE_SURROGATE.test(text),
    'must not contain control characters',
  )
  .meta({ maxLength: 500 })

/** A paragraph of at most `max` code points. */
export const textSchema = (max: number) =>
  z
    .string()
    .refine((text) => countCodePoints(text) <= max, `must have at most ${max} characters`)
    .refine(
      (text) => !CONTROL_IN_PARAGRAPH.test(text) && !LONE_SURROGATE.test(text),
      'must not contain control characters',
    )
    .meta({ maxLength: max })

export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be 1 to 63 characters: lower-case letters, digits and hyphens, no hyphen at either end',
  )

/** An id in a body. What does not look like one cannot exist. */
export const idSchema = z.string().regex(/^[\w-]{1,64}$/, 'is not an id')

export const instantSchema = z.iso.datetime({ precision: 3 }).meta({ description: 'UTC, to the millisecond' })

/** An instant in a request: ISO 8601 with a zone. */
export const givenInstantSchema = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 date-time with a time zone', abort: true })
  .refine(...namesStorable)

/** Text to look for: anything that could be stored. */
export const searchedSchema = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
