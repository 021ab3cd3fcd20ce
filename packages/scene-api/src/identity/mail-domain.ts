/** The domain of a mail address, and domains as people write them. */
import { domainToASCII } from 'node:url'

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Lower case, Punycode, without a leading `@` or a final dot. Null where it is no domain. */
export function parseMailDomain(text: string): string | null {
  const domain = domainToASCII(text.replace(/^@/, '').replace(/\.$/, ''))
  const labels = domain.split('.')
  const isDomain = labels.length >= 2 && domain.length <= 253 && labels.every((label) => LABEL.test(label))
  return isDomain ? domain : null
}

export function domainOf(email: string): string | null {
  const at = email.lastIndexOf('@')
  return at === -1 ? null : parseMailDomain(email.slice(at + 1))
}
