/** Everything a route needs; made once by `createSceneApi` and passed down. */
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Clock } from './clock.js'
import type { Database } from './db/database.js'
import type { AccessChange } from './embed/messages.js'
import type { WriteCheck } from './operations/write-check.js'
import type { SceneApiSettings } from './settings.js'
import type { BlobStorage } from './storage/blob-storage.js'
import type { Work } from './work/work.js'

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
   * Awaited after the commit and before the answer of whatever takes access away: once it resolves,
   * no node serves from what it knew before.
   */
  afterAccessChange(change: AccessChange): Promise<void>
}
