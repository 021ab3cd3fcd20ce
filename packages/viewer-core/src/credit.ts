/** The line under a picture that names who made the model, as its licence asks. */
import type { Credit } from '@vectreal/scene-format'

export const CREDIT_TEXT = '{title} by {author}, {licence}'

/**
 * `text` with `{title}`, `{author}` and `{licence}` filled in. What is unknown is left out with the words before it, and
 * with those after it where nothing stands before; the source is all there is where nothing else is known.
 */
export function formatCredit(
  { title, author, licence, sourceUrl }: Credit,
  text: string = CREDIT_TEXT,
): string {
  const values: Readonly<Record<string, string>> = { title, author, licence }
  let line = ''
  let hasValue = false
  // Words and names take turns: words, name, words, …
  const parts = text.split(/\{(title|author|licence)\}/)
  for (let index = 1; index < parts.length; index += 2) {
    const value = values[parts[index]!]
    if (!value) continue
    if (hasValue || index === 1) line += parts[index - 1]
    line += value
    hasValue = true
  }
  return hasValue ? line + parts.at(-1)! : sourceUrl
}

/** Where the model comes from; null where that is no address to link to. */
export function creditUrl({ sourceUrl }: Credit): string | null {
  return /^https?:\/\//i.test(sourceUrl) ? sourceUrl : null
}
