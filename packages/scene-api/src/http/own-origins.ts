/** The spellings under which this server's own pages name their origin. */
import { LOCALHOST_HOSTS } from '@vectreal/scene-format'

const SPELLINGS: readonly string[] = LOCALHOST_HOSTS.filter((host) => !host.includes('*'))

/** The public origin; on localhost all its spellings. */
export function ownOrigins(publicUrl: string): readonly string[] {
  const { origin, protocol, hostname, port } = new URL(publicUrl)
  if (!SPELLINGS.includes(hostname)) return [origin]
  return SPELLINGS.map((host) => `${protocol}//${host}${port === '' ? '' : `:${port}`}`)
}
