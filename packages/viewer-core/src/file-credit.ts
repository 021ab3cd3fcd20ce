/** Who made a model, as its file says in `asset.extras`. */
import type { Credit } from '@vectreal/scene-format'

/** More would lie over the picture. */
const MAX_LENGTH = 100

/** Null where the file names neither title nor author. */
export function readCredit(asset: { extras?: unknown }): Credit | null {
  const extras = (typeof asset.extras === 'object' && asset.extras !== null ? asset.extras : {}) as Record<
    string,
    unknown
  >
  const credit: Credit = {
    title: withoutLink(extras['title']),
    author: withoutLink(extras['author']),
    licence: withoutLink(extras['licence'] ?? extras['license']),
    sourceUrl: text(extras['source'] ?? extras['sourceUrl']),
  }
  return credit.title === '' && credit.author === '' ? null : credit
}

/** Many files write "Name (https://…)"; the address of the source is a field of its own. */
function withoutLink(value: unknown): string {
  return text(value)
    .replaceAll(/\s*\(https?:[^)]*\)/g, '')
    .slice(0, MAX_LENGTH)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
