/** Decoded models that viewers share. An entry is used only after the API has agreed to the very same request. */
import type { LoadedModel } from '@vectreal/viewer-core'

/** How long a model outlives its last viewer: long enough for a route change and back. */
const GRACE_MS = 5000

interface Entry {
  readonly model: LoadedModel
  holders: number
  timer: ReturnType<typeof setTimeout> | undefined
}

const entries = new Map<string, Entry>()

export interface HeldModel {
  readonly model: LoadedModel
  release(): void
}

/** Null: nothing under that key. */
export function holdCached(key: string): HeldModel | null {
  const entry = entries.get(key)
  return entry === undefined ? null : hold(key, entry)
}

/** Another load may have been faster: then its model is kept and this one is freed. */
export function holdLoaded(key: string, model: LoadedModel): HeldModel {
  const known = holdCached(key)
  if (known !== null) {
    if (known.model !== model) model.dispose()
    return known
  }
  const entry: Entry = { model, holders: 0, timer: undefined }
  entries.set(key, entry)
  return hold(key, entry)
}

/** The key of an entry: who asked, for what, of which version. The API key itself is not kept. */
export async function cacheKey(parts: {
  readonly baseUrl: string
  readonly sceneId: string
  readonly version: number
  readonly sha256: string
  readonly apiKey: string
}): Promise<string | null> {
  // Without SubtleCrypto (a page over plain http) nothing is shared: a key must not become a map key.
  if (globalThis.crypto?.subtle === undefined) return null
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(parts.apiKey))
  const fingerprint = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  return [parts.baseUrl, parts.sceneId, parts.version, parts.sha256, fingerprint].join(' ')
}

function hold(key: string, entry: Entry): HeldModel {
  clearTimeout(entry.timer)
  entry.holders += 1
  let held = true
  return {
    model: entry.model,
    release() {
      if (!held) return
      held = false
      entry.holders -= 1
      if (entry.holders > 0) return
      entry.timer = setTimeout(() => {
        if (entries.get(key) === entry) entries.delete(key)
        entry.model.dispose()
      }, GRACE_MS)
    },
  }
}
