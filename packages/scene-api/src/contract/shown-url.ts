const HIDDEN = '***'

/**
 * The address of a webhook as it is shown, without what may be a credential: no user name, password or fragment, and of
 * the query the names alone; a part of it without a value may be a credential itself.
 */
export function shownUrl(url: string): string {
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  shown.hash = ''
  const parts = shown.search.slice(1).split('&').filter(Boolean)
  const hidden = parts.map((part) => (part.includes('=') ? part.replace(/=.*/s, `=${HIDDEN}`) : HIDDEN))
  shown.search = [...new Set(hidden)].join('&')
  return shown.href
}
