import type { Scene } from '../../api/types'

export function EmbedSnippets(_: { scene: Scene; token: string | null }) {
  return null
}
