/** The line under a picture that names who made the model, as its licence asks. */
import type { Credit } from './settings.js'

export type { Credit } from './settings.js'

export const CREDIT_TEXT = '{title} by {author}, {licence}'

/** `text` with `{title}`, `{author}` and `{licence}` filled in. */
export function formatCredit({ title, author, licence }: Credit, text: string = CREDIT_TEXT): string {
  const values: Readonly<Record<string, string>> = { title, author, licence }
  return text.replaceAll(/\{(title|author|licence)\}/g, (_match, name: string) => values[name] ?? '')
}

/** Where the model comes from; null where that is no address to link to. */
export function creditUrl({ sourceUrl }: Credit): string | null {
  return /^https?:\/\//i.test(sourceUrl) ? sourceUrl : null
}
