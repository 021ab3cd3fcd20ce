/** Tells webhooks of an upload that was refused: nothing else is left of it. */
import type { Context } from '../../context.js'
import { lockOrganizationRow } from '../../db/lock-organization.js'
import { lockScene, type SceneAddress } from '../scenes/find-scene.js'
import { readScene } from './audit-events.js'
import { recordEvent } from './record-event.js'

/** As many as help; a hostile file can have thousands. */
const MAX_ERRORS = 10

export async function noteFailedModel(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  address: SceneAddress,
  errors: readonly unknown[],
): Promise<void> {
  await db.transaction(async (tx) => {
    const { organizationId } = address
    await lockOrganizationRow(tx, organizationId)
    const { id } = await lockScene(tx, address)
    await recordEvent(tx, {
      organizationId,
      type: 'scene.model_failed',
      subject: `scene:${id}`,
      at: clock.now(),
      data: async () => ({
        scene: await readScene(tx, id),
        code: 'invalid_model',
        errors: errors.slice(0, MAX_ERRORS),
      }),
    })
  })
}
