/** What nodes of one database tell each other. */

/** What can take access away from an embed. */
export interface AccessChange {
  readonly kind: 'key' | 'organization' | 'project' | 'scene'
  readonly id: string
}

export type Message =
  | { readonly type: 'access'; readonly change: AccessChange }
  /** A client that has failed too often, until an instant in epoch milliseconds. */
  | { readonly type: 'blocked'; readonly client: string; readonly until: number }
