import { get, withQuery } from './client'
import type { Page } from './types'

/** Lists here are bounded by plans and people; the cap only keeps a broken cursor from asking for ever. */
const MAX_PAGES = 50

/** Follows a list to its end. */
export async function listAll<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer: Page<T> = await get<Page<T>>(withQuery(path, { limit: 100, cursor }), signal)
    items.push(...answer.items)
    cursor = answer.nextCursor
    if (cursor === null) break
  }
  return items
}
