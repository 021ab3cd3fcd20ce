/** Files for AR, as the database knows them. */
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { BaseContext } from '../../context.js'
import { type ArFileKind, arFiles } from '../../db/ar-files.js'
import { blobs } from '../../db/blobs.js'
import type { Transaction } from '../../db/database.js'
import type { ArFile, ArFileSet, ArWish } from '../../work/ar-files.js'
import { keepBlob, type NewBlob, storeFile } from '../models/keep-blob.js'

/** What was made for one kind: a file, the model itself, or why there is none. */
export type MadeArFile =
  | { readonly file: string; readonly sha256: string; readonly bytes: number; readonly mediaType: string }
  | { readonly same: true }
  | { readonly reason: string }

/** Null unless both are there. */
export async function readArFiles(
  { db }: Pick<BaseContext, 'db'>,
  { model, usdzKind, metresPerUnit, variant }: ArWish,
): Promise<ArFileSet | null> {
  const rows = await db
    .select({
      kind: arFiles.kind,
      reason: arFiles.reason,
      sha256: blobs.sha256,
      bytes: blobs.bytes,
      mediaType: blobs.mediaType,
    })
    .from(arFiles)
    .leftJoin(blobs, eq(blobs.sha256, arFiles.sha256))
    .where(
      and(
        eq(arFiles.modelSha256, model.sha256),
        inArray(arFiles.kind, ['glb', usdzKind]),
        eq(arFiles.metresPerUnit, metresPerUnit),
        eq(arFiles.variant, variant),
      ),
    )
  const of = (wanted: ArFileKind): ArFile | null => {
    const row = rows.find(({ kind }) => kind === wanted)
    if (row === undefined) return null
    const { sha256, bytes, mediaType, reason } = row
    if (sha256 === null) return { kind: 'none', reason: reason ?? '' }
    return { kind: 'file', sha256, bytes: bytes ?? 0, mediaType: mediaType ?? '' }
  }
  const [glb, usdz] = [of('glb'), of(usdzKind)]
  return glb && usdz && { glb, usdz }
}

/** @throws Error where the model has gone meanwhile */
export async function keepArFiles(
  context: BaseContext,
  wish: ArWish,
  made: { readonly glb: MadeArFile; readonly usdz: MadeArFile },
): Promise<ArFileSet> {
  const files: NewBlob[] = []
  for (const each of [made.glb, made.usdz]) {
    if ('file' in each) files.push({ ...each, filePath: each.file })
  }
  for (const file of files) await storeFile(context, file)
  const { model, usdzKind, metresPerUnit, variant } = wish
  const look = { modelSha256: model.sha256, metresPerUnit, variant, madeAt: context.clock.now() }
  await context.db.transaction(async (tx) => {
    for (const file of files) await keepBlob(context, tx, file)
    await dropUnused(tx, model.sha256)
    await tx
      .insert(arFiles)
      .values([
        { ...look, kind: 'glb', ...columnsOf(made.glb, model.sha256) },
        { ...look, kind: usdzKind, ...columnsOf(made.usdz, model.sha256) },
      ])
      .onConflictDoNothing()
  })
  const stored = await readArFiles(context, wish)
  if (stored === null) throw new Error('the model has gone meanwhile')
  return stored
}

function columnsOf(made: MadeArFile, modelSha256: string): { sha256: string | null; reason: string | null } {
  if ('reason' in made) return { sha256: null, reason: made.reason }
  return { sha256: 'same' in made ? modelSha256 : made.sha256, reason: null }
}

/** What no scene shows the model as any more: settings may change as often as somebody likes. */
async function dropUnused(tx: Transaction, modelSha256: string): Promise<void> {
  await tx.execute(sql`
    delete from ar_files a
    where a.model_sha256 = ${modelSha256} and not exists (
      select 1 from scene_versions v
      join scenes s on s.id = v.scene_id and s.version = v.version
      where ${modelSha256} in (v.model_sha256, v.delivered_sha256)
        and case when jsonb_typeof(s.settings #> '{dimensions,metresPerUnit}') = 'number'
          then (s.settings #>> '{dimensions,metresPerUnit}')::double precision else 1 end = a.metres_per_unit
        and coalesce(s.settings ->> 'variant', '') = a.variant
        and a.kind in ('glb', case when s.settings #>> '{ar,placement}' = 'wall' then 'usdz_wall' else 'usdz_floor' end)
    )`)
}
