/** What storage holds, by content. A blob that no scene version and no poster names is garbage. */
import { sql } from 'drizzle-orm'
import { bigint, check, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.js'

/** A precompressed variant kept beside the blob, as `<sha256>.<encoding>`. */
export interface BlobEncoding {
  readonly encoding: 'br' | 'gzip'
  readonly bytes: number
}

export const blobs = pgTable(
  'blobs',
  {
    /** Lower-case hex of the content; also its name in storage and, quoted, its ETag. */
    sha256: text('sha256').primaryKey(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    mediaType: text('media_type').notNull(),
    encodings: jsonb('encodings').$type<BlobEncoding[]>().notNull().default([]),
    /** Moved forwards by every upload of the same content, so that collection spares fresh uploads. */
    touchedAt: instant('touched_at').notNull(),
    /** Since when a collector removes the files; the row goes after them. Null: nobody does. */
    collectingAt: instant('collecting_at'),
  },
  (table) => [
    check('blobs_sha256', sql`${table.sha256} ~ '^[0-9a-f]{64}$'`),
    check('blobs_bytes', sql`${table.bytes} >= 0`),
  ],
)
