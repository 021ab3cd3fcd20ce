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

/** How far the optimised file of a version is. */
export const OPTIMIZATION_STATES = ['none', 'pending', 'optimized', 'unchanged', 'failed'] as const

/** What the textures of optimised files are. */
export const TEXTURE_FORMATS = ['webp', 'ktx2'] as const

/** Scenes whose picture is missing, or was made by itself of another model. */
export const POSTER_IS_DUE = sql`model_sha256 is not null and (poster_sha256 is null or poster_version <> version)`

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
    /** What embeds get of a model that has an optimised file. */
    delivery: text('delivery', { enum: ['optimized', 'original'] })
      .notNull()
      .default('optimized'),
    /** Of its optimised files. */
    textures: text('textures', { enum: TEXTURE_FORMATS }).notNull().default('webp'),
    publicPoster: boolean('public_poster').notNull().default(false),
    posterSha256: text('poster_sha256').references(() => blobs.sha256),
    posterWidth: integer('poster_width'),
    posterHeight: integer('poster_height'),
    /** A tiny `data:` image to show while the poster loads. */
    posterPlaceholder: text('poster_placeholder'),
    /** The version it was made of by itself; null: somebody chose it. */
    posterVersion: integer('poster_version'),
    /** The same picture for link previews. */
    linkSha256: text('link_sha256').references(() => blobs.sha256),
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
    index('scenes_organization_created').on(table.organizationId, table.createdAt, table.id),
    index('scenes_model').on(table.modelSha256),
    index('scenes_poster').on(table.posterSha256),
    index('scenes_link').on(table.linkSha256),
    index('scenes_poster_due').on(table.id).where(POSTER_IS_DUE),
    check('scenes_name', sql`char_length(${table.name}) between 1 and 100`),
    check('scenes_status', sql`${table.status} in ('draft', 'published')`),
    check('scenes_published_has_model', sql`${table.status} = 'draft' or ${table.modelSha256} is not null`),
    check('scenes_textures', sql`${table.textures} in ('webp', 'ktx2')`),
    check('scenes_delivery', sql`${table.delivery} in ('optimized', 'original')`),
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
    /** `none`: nobody asked for it. */
    optimization: text('optimization', { enum: OPTIMIZATION_STATES }).notNull().default('none'),
    /** Why the original stays, in a sentence for its owner. */
    optimizationDetail: text('optimization_detail'),
    /** The optimised file, and what validation saw in it. */
    deliveredSha256: text('delivered_sha256').references(() => blobs.sha256),
    deliveredReport: jsonb('delivered_report').$type<Record<string, unknown>>(),
    /** A node works on it until then. */
    optimizationLeaseUntil: instant('optimization_lease_until'),
    optimizationAttempts: integer('optimization_attempts').notNull().default(0),
    /** The same of a poster that makes itself. */
    posterLeaseUntil: instant('poster_lease_until'),
    posterAttempts: integer('poster_attempts').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    createdById: text('created_by_id'),
    createdByName: text('created_by_name'),
    createdByEmail: text('created_by_email'),
  },
  (table) => [
    primaryKey({ columns: [table.sceneId, table.version] }),
    index('scene_versions_model').on(table.modelSha256),
    index('scene_versions_delivered').on(table.deliveredSha256),
    index('scene_versions_pending').on(table.createdAt).where(sql`${table.optimization} = 'pending'`),
    check(
      'scene_versions_optimization',
      sql`${table.optimization} in ('none', 'pending', 'optimized', 'unchanged', 'failed')`,
    ),
    check(
      'scene_versions_delivered',
      sql`(${table.optimization} = 'optimized') = (${table.deliveredSha256} is not null) and (${table.deliveredSha256} is null) = (${table.deliveredReport} is null)`,
    ),
    check('scene_versions_version', sql`${table.version} > 0`),
  ],
)
