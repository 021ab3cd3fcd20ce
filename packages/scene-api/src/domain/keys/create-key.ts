/** Makes a key row with its links; the token exists only in what this returns. */
import { createHash, randomUUID } from 'node:crypto'
import { generateApiKey, isLive, previewOf } from '@vectreal/auth-core'
import { and, eq, inArray } from 'drizzle-orm'
import type { Actor } from '../audit/actor.js'
import { apiKeyProjects, apiKeys } from '../../db/api-keys.js'
import type { Transaction } from '../../db/database.js'
import { projects } from '../../db/projects.js'
import { hashToken } from './hash-token.js'
import { invalidRequest } from '../../problem.js'
import type { SceneApiSettings } from '../../settings.js'
import type { ApiKeyRow } from './present-api-key.js'

export interface NewKey {
  readonly organizationId: string
  readonly name: string
  readonly description: string | null
  readonly projectIds: readonly string[]
  readonly createdAt: Date
  readonly createdBy: Actor
  readonly expiresAt: Date | null
  readonly externalId: string | null
  readonly rotatedFromId: string | null
}

export interface MintedKey {
  readonly row: ApiKeyRow
  readonly token: string
}

export async function insertKey(
  tx: Transaction,
  { pepper }: Pick<SceneApiSettings, 'pepper'>,
  { projectIds, createdBy, ...key }: NewKey,
): Promise<MintedKey> {
  const token = generateApiKey()
  const row = await insertRow(tx, projectIds, {
    ...key,
    ...creatorOf(createdBy),
    id: randomUUID(),
    tokenHash: hashToken(token, pepper),
    pepperId: pepper?.id ?? null,
    preview: previewOf(token),
  })
  return { row, token }
}

/** The public half of a signing key; nobody here ever has the private one. */
export async function insertSigningKey(
  tx: Transaction,
  publicKey: string,
  { projectIds, createdBy, ...key }: Omit<NewKey, 'description' | 'externalId' | 'rotatedFromId'>,
): Promise<ApiKeyRow> {
  return insertRow(tx, projectIds, {
    ...key,
    ...creatorOf(createdBy),
    id: randomUUID(),
    publicKey,
    tokenHash: createHash('sha256').update(publicKey).digest('hex'),
    preview: previewOf(publicKey),
  })
}

async function insertRow(
  tx: Transaction,
  projectIds: readonly string[],
  values: typeof apiKeys.$inferInsert,
): Promise<ApiKeyRow> {
  const [row] = await tx.insert(apiKeys).values(values).returning()
  if (!row) throw new Error('the new key was not returned')
  if (projectIds.length > 0) {
    const { organizationId } = row
    await tx
      .insert(apiKeyProjects)
      .values(projectIds.map((projectId) => ({ keyId: row.id, projectId, organizationId })))
  }
  return row
}

const creatorOf = ({ id, name, email }: Actor) => ({
  createdById: id,
  createdByName: name,
  createdByEmail: email,
})

/** Every id must be a project of that organization; the rows stay until the transaction ends. */
export async function requireProjects(
  tx: Transaction,
  organizationId: string,
  projectIds: readonly string[],
): Promise<void> {
  const found = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.organizationId, organizationId), inArray(projects.id, [...projectIds])))
    .for('key share')
  const known = new Set(found.map(({ id }) => id))
  const errors = projectIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `projectIds.${index}`, message: 'is not a project of this organization' }],
  )
  if (errors.length > 0) throw invalidRequest(errors)
}

/** The live key that holds an external id. Dead holders let go of it. */
export async function findHolder(
  tx: Transaction,
  organizationId: string,
  externalId: string,
  now: Date,
): Promise<ApiKeyRow | null> {
  const rows = await tx
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.externalId, externalId)))
  const live = rows.filter((row) => isLive(row, now))
  const holder = live.find((row) => row.holdsExternalId) ?? live[0] ?? null
  const dead = rows.filter((row) => row.holdsExternalId && !isLive(row, now)).map(({ id }) => id)
  if (dead.length > 0) {
    await tx.update(apiKeys).set({ holdsExternalId: false }).where(inArray(apiKeys.id, dead))
  }
  return holder
}
