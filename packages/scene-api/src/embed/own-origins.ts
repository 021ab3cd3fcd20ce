/** The spellings under which this server's own pages name their origin. */
export function ownOrigins(publicUrl: string): ReadonlySet<string> {
  const { protocol, hostname, port } = new URL(publicUrl)
  if (hostname !== 'localhost' && hostname !== '127.0.0.1') return new Set([publicUrl])
  const at = port === '' ? '' : `:${port}`
  return new Set([`${protocol}//localhost${at}`, `${protocol}//127.0.0.1${at}`])
}
