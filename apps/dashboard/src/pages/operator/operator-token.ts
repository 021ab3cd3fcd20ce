/** The operator's token, for this tab alone: a reload keeps it, another tab and a closed one do not have it. */
const STORE = 'vectreal.operator-token'

export function readOperatorToken(): string | null {
  try {
    return sessionStorage.getItem(STORE)
  } catch {
    return null
  }
}

export function keepOperatorToken(token: string | null): void {
  try {
    if (token === null) sessionStorage.removeItem(STORE)
    else sessionStorage.setItem(STORE, token)
  } catch {
    // Without storage the token lasts until the page is reloaded.
  }
}
