/** What nodes of one database tell each other. */
import type { AccessChange } from '../context.js'

export type Message =
  | { readonly type: 'access'; readonly change: AccessChange }
  /** A client that has failed too often, for as long as named: the clocks of nodes may differ. */
  | { readonly type: 'blocked'; readonly client: string; readonly milliseconds: number }
