/** The database of the settings, while nobody else uses it. */
import { startEmbeddedDatabase } from '../database/embedded-database.js'
import type { DatabaseUrls } from '../database/prepare-database.js'
import { openDataFolder } from '../data-folder.js'
import type { Settings } from '../settings.js'

/** The embedded one is started for it; a platform that runs on it must be stopped before. */
export async function withOwnDatabase<Result>(
  { databaseUrl, databaseOwnerUrl, databaseNotifyUrl, dataDir }: Settings,
  use: (urls: DatabaseUrls) => Promise<Result>,
): Promise<Result> {
  const folder = await openDataFolder(dataDir, { exclusive: databaseUrl === null })
  try {
    if (databaseUrl !== null) {
      return await use({ url: databaseUrl, ownerUrl: databaseOwnerUrl, notifyUrl: databaseNotifyUrl })
    }
    const embedded = await startEmbeddedDatabase(dataDir, { workers: 1 })
    try {
      return await use({ url: embedded.url, ownerUrl: embedded.ownerUrl, notifyUrl: null })
    } finally {
      await embedded.stop()
    }
  } finally {
    await folder.release()
  }
}
