/** Everything a route needs; made once by `createSceneApi` and passed down. */
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Clock } from './clock.js'
import type { Database } from './db/database.js'
import type { WriteCheck } from './db/write-check.js'
import type { SceneApiSettings } from './settings.js'
import type { BlobStorage } from './storage/blob-storage.js'
import type { ArFileShelf } from './work/ar-files.js'
import type { Work } from './work/work.js'

/** What can take access away from an embed. */
export interface AccessChange {
  readonly kind: 'key' | 'organization' | 'project' | 'scene'
  readonly id: string
}

/** A model of a scene, in the store under its hash. */
export interface StoredModel {
  readonly organizationId: string
  readonly sceneId: string
  readonly sha256: string
  readonly bytes: number
  readonly mediaType: string
}

/** What needs no one else. */
export interface BaseContext {
  readonly db: Database
  readonly pool: Pool
  readonly clock: Clock
  readonly logger: Logger
  readonly storage: BlobStorage
  readonly settings: SceneApiSettings
  readonly work: Work
  /** Rejects where the database takes no writes. */
  readonly checkWrite: WriteCheck
}

export interface Context extends BaseContext {
  /**
   * Awaited after the commit and before the response of whatever takes access away: once it resolves,
   * no node serves from what it knew before.
   */
  afterAccessChange(change: AccessChange): Promise<void>
  /** Told after the commit which model may be sent compressed from now on. */
  compressLater(model: StoredModel): void
  /** Told after the commit that a version waits for its optimised file. */
  wakeOptimizer(): void
  readonly arFiles: ArFileShelf
  /** Told after the commit that a scene shows another file, or shows it differently. */
  afterLookChange(scene: { readonly organizationId: string; readonly sceneId: string }): void
}
