/** The line under a picture that names who made the model, as its licence asks. */
import type { Credit } from '@vectreal/scene-format'

export const CREDIT_TEXT = '{title} by {author}, {licence}'

/**
 * `text` with `{title}`, `{author}` and `{licence}` filled in. The default text leaves out what is unknown, its
 * separators included, and is the source where that is all there is.
 */
export function formatCredit(
  { title, author, licence, sourceUrl }: Credit,
  text: string = CREDIT_TEXT,
): string {
  if (text === CREDIT_TEXT) return join(', ', join(' by ', title, author), licence) || sourceUrl
  const values: Readonly<Record<string, string>> = { title, author, licence }
  return text.replaceAll(/\{(title|author|licence)\}/g, (_match, name: string) => values[name] ?? '')
}

const join = (separator: string, ...parts: string[]) => parts.filter(Boolean).join(separator)

/** Where the model comes from; null where that is no address to link to. */
export function creditUrl({ sourceUrl }: Credit): string | null {
  return /^https?:\/\//i.test(sourceUrl) ? sourceUrl : null
}
