export { createSceneApi, type SceneApi } from './app.js'
export { type Clock, systemClock } from './clock.js'
export { connectionConfig } from './db/connection-config.js'
export { type MigrateOptions, migrateDatabase } from './db/migrate.js'
export { canBendAuditLog, ensureServerRole, type ServerRole } from './db/server-role.js'
export { type Pooling, prepareSession, type SessionOptions } from './db/session.js'
export { requireApiKey, type RequireApiKeyOptions } from './embed/require-api-key.js'
export type { EmbedAccess } from './embed/routes/guarded.js'
export { parseMailDomain } from './identity/mail-domain.js'
export type { MetricList, PeerAnswer, PeerQuestion, Peers } from './peers.js'
export { PROBLEM_CODES, type ProblemCode, type ProblemCodeEntry } from './problem-codes.js'
export {
  DEFAULT_SETTINGS,
  type Mail,
  type Retention,
  type SceneApiOptions,
  type SceneApiSettings,
  type SignUpMode,
} from './settings.js'
export { BlobMissingError, type BlobStorage, type ByteRange } from './storage/blob-storage.js'
export { createFileStorage } from './storage/file-storage.js'
export type { S3StorageOptions } from './storage/s3-options.js'
export { createS3Storage } from './storage/s3-storage.js'
export { type StorageFlaw, StorageUnavailableError } from './storage/storage-error.js'
