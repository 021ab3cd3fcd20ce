/** What the mail of one address counts under: spellings that reach one mailbox are one. */

/** These two are one service, and it reads no dots. */
const WITHOUT_DOTS = new Set(['gmail.com', 'googlemail.com'])

/** `Ann+news@Example.com` becomes `ann@example.com` (RFC 5233). For counting only: never to send to, or to tell people apart. */
export function mailboxOf(address: string): string {
  const lower = address.toLowerCase()
  const at = lower.lastIndexOf('@')
  const domain = lower.slice(at + 1)
  const [user = ''] = lower.slice(0, at).split('+', 1)
  // Nothing but a tag is a name of its own.
  const local = user === '' ? lower.slice(0, at) : user
  return WITHOUT_DOTS.has(domain) ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${domain}`
}
