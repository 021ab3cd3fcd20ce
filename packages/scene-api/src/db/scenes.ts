/** Scenes and the versions of their models. */
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import { blobs } from './blobs.js'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'
import { projects } from './projects.js'

export const scenes = pgTable(
  'scenes',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    projectId: text('project_id').notNull(),
    name: text('name').notNull(),
    status: text('status', { enum: ['draft', 'published'] })
      .notNull()
      .default('draft'),
    /** Sparse: only what differs from the defaults. */
    settings: jsonb('settings').$type<Record<string, unknown>>().notNull().default({}),
    /** Counts models: 0 before the first upload, then the `scene_versions` row in use. */
    version: integer('version').notNull().default(0),
    modelSha256: text('model_sha256').references(() => blobs.sha256),
    publicPoster: boolean('public_poster').notNull().default(false),
    posterSha256: text('poster_sha256').references(() => blobs.sha256),
    posterWidth: integer('poster_width'),
    posterHeight: integer('poster_height'),
    /** A tiny `data:` image to show while the poster loads. */
    posterPlaceholder: text('poster_placeholder'),
    publishedAt: instant('published_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    foreignKey({
      name: 'scenes_project',
      columns: [table.projectId, table.organizationId],
      foreignColumns: [projects.id, projects.organizationId],
    }).onDelete('cascade'),
    index('scenes_project_id').on(table.projectId, table.createdAt, table.id),
    index('scenes_organization_id').on(table.organizationId),
    index('scenes_model').on(table.modelSha256),
    index('scenes_poster').on(table.posterSha256),
    check('scenes_name', sql`char_length(${table.name}) between 1 and 100`),
    check('scenes_status', sql`${table.status} in ('draft', 'published')`),
    check('scenes_published_has_model', sql`${table.status} = 'draft' or ${table.modelSha256} is not null`),
    check('scenes_version', sql`(${table.version} = 0) = (${table.modelSha256} is null)`),
    check(
      'scenes_poster',
      sql`(${table.posterSha256} is null) = (${table.posterWidth} is null) and (${table.posterSha256} is null) = (${table.posterHeight} is null) and (${table.posterSha256} is null) = (${table.posterPlaceholder} is null)`,
    ),
  ],
)

export const sceneVersions = pgTable(
  'scene_versions',
  {
    sceneId: text('scene_id')
      .notNull()
      .references(() => scenes.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    modelSha256: text('model_sha256')
      .notNull()
      .references(() => blobs.sha256),
    /** What validation saw: vertices, triangles, textures, extensions, warnings. */
    report: jsonb('report').$type<Record<string, unknown>>().notNull().default({}),
    createdAt: instant('created_at').notNull(),
    createdById: text('created_by_id'),
    createdByName: text('created_by_name'),
    createdByEmail: text('created_by_email'),
  },
  (table) => [
    primaryKey({ columns: [table.sceneId, table.version] }),
    index('scene_versions_model').on(table.modelSha256),
    check('scene_versions_version', sql`${table.version} > 0`),
  ],
)
