/** Validates a GLB in a bounded process of its own. */
import type { z } from 'zod'
import type { modelFlawSchema, modelReportSchema } from '../../schemas/scenes.js'
import type { WorkerPool } from '../../work/worker-pool.js'

export type ModelFlaw = z.output<typeof modelFlawSchema>
export type ModelReport = z.output<typeof modelReportSchema>
export type ModelVerdict =
  | { readonly ok: true; readonly report: ModelReport }
  | { readonly ok: false; readonly errors: readonly ModelFlaw[] }

export interface ModelJob {
  readonly organizationId: string
  readonly signal: AbortSignal
  readonly filePath: string
}

/** What takes more than a process gets is refused like any other model that cannot be shown. */
export async function validateModel(
  pool: WorkerPool,
  { organizationId, signal, filePath }: ModelJob,
): Promise<ModelVerdict> {
  const outcome = await pool.run(organizationId, signal, [filePath])
  if (outcome.kind === 'done') return JSON.parse(outcome.output) as ModelVerdict
  const message =
    'The model takes too much time or memory to check. Reduce its geometry, or the number of its parts.'
  return { ok: false, errors: [{ path: '', pointer: '', message }] }
}
