/** Files for the AR apps of phones: what may be asked for, and what comes of it. */

/** Which files a scene needs: of which model, and how it shows it. */
export interface ArWish {
  /** The file that embeds get. */
  readonly model: { readonly sha256: string; readonly bytes: number }
  readonly usdzKind: 'usdz_floor' | 'usdz_wall'
  readonly metresPerUnit: number
  /** '': the materials that the file starts with. */
  readonly variant: string
}

/** One file, or why there is none. */
export type ArFile =
  | { readonly kind: 'file'; readonly sha256: string; readonly bytes: number; readonly mediaType: string }
  | { readonly kind: 'none'; readonly reason: string }

/** What a scene has for Android and for iOS. */
export interface ArFileSet {
  readonly glb: ArFile
  readonly usdz: ArFile
}

/** Where management finds them. */
export interface ArFileShelf {
  /** Null: not made yet. */
  read(wish: ArWish): Promise<ArFileSet | null>
  /** Has them made if they are not there, one scene after the other, for as long as this process runs. */
  makeSoon(scene: { readonly organizationId: string; readonly sceneId: string }): void
}
