/** Database URLs as people write them: what is wrong with one, and what of it may be shown. */

const EXAMPLE = 'postgres://user:password@host:5432/database'
const SCHEMES = /^postgres(?:ql)?:\/\//
/** Signs that end the part of a URL that a password stands in. */
const ENCODED = { '/': '%2F', '?': '%3F', '#': '%23', '%': '%25', '@': '%40' } as const

/** Completes "DATABASE_URL …"; null where nothing is wrong. Never holds a part of the URL: it may be the password. */
export function databaseUrlFlaw(text: string): string | null {
  if (!SCHEMES.test(text)) return `must be a URL such as ${EXAMPLE}`
  const rest = text.replace(SCHEMES, '')
  const end = rest.search(/[/?#]/)
  const authority = end === -1 ? rest : rest.slice(0, end)
  const path = end === -1 ? '' : rest.slice(end).replace(/\?.*$/s, '')
  // An @ behind the host: the password held a sign that ended the host too early.
  if (path.includes('@'))
    return encodingHint('seems to hold a password with a sign that means something in URLs')
  if (/%(?![0-9A-Fa-f]{2})/.test(authority)) return encodingHint('holds a % that encodes nothing')
  const parsed = parse(text)
  if (parsed === null)
    return `must be a URL such as ${EXAMPLE}, or ${EXAMPLE.replace('host:5432', '')}?host=/folder/of/the/socket`
  if (parsed.host === '' && parsed.socket === null) {
    return `names no host: it must be ${EXAMPLE}, or end with ?host=/folder/of/the/socket`
  }
  if (parsed.database === '') return `names no database: it must be ${EXAMPLE}`
  return null
}

function encodingHint(what: string): string {
  const pairs = Object.entries(ENCODED).map(([sign, code]) => `${sign} is ${code}`)
  return `${what}. Percent-encode user and password: ${pairs.join(', ')}`
}

interface Parts {
  readonly user: string
  readonly password: string
  readonly host: string
  readonly socket: string | null
  readonly database: string
}

/** `postgres://user:password@/database?host=/run/postgresql` has an empty host, which `URL` refuses beside a user. */
function parse(text: string): Parts | null {
  const complete = text.replace(/^([a-z]+:\/\/[^/?#]*@)(?=[/?#])/, '$1socket.invalid')
  if (!URL.canParse(complete)) return null
  const { username, password, host, pathname, searchParams } = new URL(complete)
  return {
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    host: host === 'socket.invalid' ? '' : decodeURIComponent(host),
    socket: searchParams.get('host'),
    database: decodeURIComponent(pathname.slice(1)),
  }
}

/** Host, port and database: no user, no password. */
export function describeDatabase(url: string): string {
  const parts = parse(url)
  return parts === null ? 'the URL' : `${parts.socket ?? parts.host}/${parts.database}`
}

/** Who connects. An empty name: the system user. */
export function databaseRole(url: string): { readonly name: string; readonly password: string } {
  const parts = parse(url)
  return { name: parts?.user ?? '', password: parts?.password ?? '' }
}
