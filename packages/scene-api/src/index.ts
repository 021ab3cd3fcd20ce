export { createSceneApi, type SceneApi } from './app.js'
export { type Clock, systemClock } from './clock.js'
export { migrateDatabase } from './db/migrate.js'
export { createLogger } from './http/request-log.js'
export { PROBLEM_CODES, type ProblemCode, type ProblemCodeEntry } from './problem-codes.js'
export {
  DEFAULT_SETTINGS,
  PLANS,
  type Plan,
  type SceneApiOptions,
  type SceneApiSettings,
} from './settings.js'
export { BlobMissingError, type BlobStorage, type ByteRange } from './storage/blob-storage.js'
export { createFileStorage } from './storage/file-storage.js'
