/** What phones get of a model: made once for each way in which scenes show it, gone with it. */
import { sql } from 'drizzle-orm'
import { check, doublePrecision, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { blobs } from './blobs.js'
import { instant } from './columns.js'

/** `usdz_wall` differs from `usdz_floor` in what it holds on to, which is written into the file. */
export const AR_FILE_KINDS = ['glb', 'usdz_floor', 'usdz_wall'] as const
export type ArFileKind = (typeof AR_FILE_KINDS)[number]

export const arFiles = pgTable(
  'ar_files',
  {
    modelSha256: text('model_sha256')
      .notNull()
      .references(() => blobs.sha256, { onDelete: 'cascade' }),
    kind: text('kind', { enum: AR_FILE_KINDS }).notNull(),
    /** Of the settings of the scenes that show it so, as the two below. */
    metresPerUnit: doublePrecision('metres_per_unit').notNull().default(1),
    /** '': the materials that the file starts with. */
    variant: text('variant').notNull().default(''),
    /** The model's own where it can be used as it is; null: none can be made. */
    sha256: text('sha256').references(() => blobs.sha256),
    /** Why there is none. */
    reason: text('reason'),
    madeAt: instant('made_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.modelSha256, table.kind, table.metresPerUnit, table.variant] }),
    index('ar_files_sha256').on(table.sha256),
    check('ar_files_kind', sql`${table.kind} in ('glb', 'usdz_floor', 'usdz_wall')`),
    check('ar_files_file_or_reason', sql`(${table.sha256} is null) <> (${table.reason} is null)`),
  ],
)
