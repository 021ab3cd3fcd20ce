/**
 * Embed keys and signing keys, and the projects each one reads. Of an embed key only a hash of the token is here, of a
 * signing key only its public half.
 */
import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'
import { projects } from './projects.js'

export const apiKeys = pgTable(
  'api_keys',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description'),
    /** Lower-case hex: SHA-256 of the whole token, or HMAC-SHA-256 under the pepper named beside it. */
    tokenHash: text('token_hash').notNull().unique(),
    /**
     * Base64url of the Ed25519 public key of a signing key; null for an embed key. Its `tokenHash` is the SHA-256 of that
     * text, and no token has it.
     */
    publicKey: text('public_key').unique(),
    pepperId: text('pepper_id'),
    /** The token's last four characters. */
    preview: text('preview').notNull(),
    createdAt: instant('created_at').notNull(),
    // A snapshot: the key outlives whoever made it.
    createdById: text('created_by_id').notNull(),
    createdByName: text('created_by_name').notNull(),
    createdByEmail: text('created_by_email'),
    expiresAt: instant('expires_at'),
    /** The planned end of an overlap; once reached the key is revoked. */
    revokesAt: instant('revokes_at'),
    revokedAt: instant('revoked_at'),
    /** Who revoked the key, or who planned `revokesAt`. */
    revokedById: text('revoked_by_id'),
    revokedByName: text('revoked_by_name'),
    revokedByEmail: text('revoked_by_email'),
    rotatedFromId: text('rotated_from_id').references((): AnyPgColumn => apiKeys.id),
    replacedById: text('replaced_by_id').references((): AnyPgColumn => apiKeys.id),
    externalId: text('external_id'),
    /** False once the key is revoked, expired or replaced and its `externalId` is free for another. */
    holdsExternalId: boolean('holds_external_id').notNull().default(true),
    lastUsedAt: instant('last_used_at'),
    lastUsedOrigin: text('last_used_origin'),
  },
  (table) => [
    index('api_keys_organization').on(table.organizationId, table.createdAt, table.id),
    index('api_keys_expiry').on(table.expiresAt).where(sql`${table.revokedAt} is null`),
    // Whoever deletes a key is asked which other ones name it.
    index('api_keys_rotated_from_id').on(table.rotatedFromId).where(sql`${table.rotatedFromId} is not null`),
    index('api_keys_replaced_by_id').on(table.replacedById).where(sql`${table.replacedById} is not null`),
    unique('api_keys_of_organization').on(table.id, table.organizationId),
    uniqueIndex('api_keys_external_id')
      .on(table.organizationId, table.externalId)
      .where(sql`${table.externalId} is not null and ${table.holdsExternalId}`),
    check('api_keys_name', sql`char_length(${table.name}) between 1 and 100`),
    check('api_keys_description', sql`char_length(${table.description}) <= 500`),
    check('api_keys_token_hash', sql`${table.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check('api_keys_public_key', sql`${table.publicKey} ~ '^[A-Za-z0-9_-]{43}$'`),
    check('api_keys_preview', sql`char_length(${table.preview}) = 4`),
    check('api_keys_expiry_order', sql`${table.expiresAt} > ${table.createdAt}`),
    check(
      'api_keys_overlap_end',
      sql`${table.revokesAt} <= ${table.expiresAt} or ${table.expiresAt} is null`,
    ),
    check('api_keys_overlap', sql`${table.revokesAt} is null or ${table.replacedById} is not null`),
    check('api_keys_revoker', sql`${table.revokedAt} is null or ${table.revokedById} is not null`),
  ],
)

export const apiKeyProjects = pgTable(
  'api_key_projects',
  {
    keyId: text('key_id').notNull(),
    projectId: text('project_id').notNull(),
    organizationId: text('organization_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.projectId] }),
    // Both sides carry the organization: a key never reaches into another one.
    foreignKey({
      name: 'api_key_projects_key',
      columns: [table.keyId, table.organizationId],
      foreignColumns: [apiKeys.id, apiKeys.organizationId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'api_key_projects_project',
      columns: [table.projectId, table.organizationId],
      foreignColumns: [projects.id, projects.organizationId],
    }).onDelete('cascade'),
    index('api_key_projects_project_id').on(table.projectId),
  ],
)
