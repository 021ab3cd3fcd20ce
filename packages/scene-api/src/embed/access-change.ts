/** What can take access away from an embed. */
export interface AccessChange {
  readonly kind: 'key' | 'project' | 'scene'
  readonly id: string
}
