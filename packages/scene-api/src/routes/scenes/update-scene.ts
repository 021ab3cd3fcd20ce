/** `PATCH …/scenes/:scene`: name, settings, whether the poster is public, which file of the model embeds get, what its textures are. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { scenes } from '../../db/scenes.js'
import { lockScene, requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { remakeOptimized } from '../../domain/optimization/request-optimization.js'
import { mergeSettings } from '../../domain/scenes/merge-settings.js'
import { presentScene } from '../../domain/scenes/present-scene.js'
import { requireSettingsSize, settingsChange } from '../../domain/scenes/settings-size.js'

export const updateScene = route({
  operation: contract.updateScene,
  async handle({ context, access, params, body }) {
    const { db, clock, logger } = context
    const { organization, actor } = access
    const address = sceneAddress(organization.id, params)
    const changed = await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const before = await lockScene(tx, address)
      const after = {
        name: body.name ?? before.name,
        settings: mergeSettings(before.settings, body.settings),
        publicPoster: body.publicPoster ?? before.publicPoster,
        delivery: body.delivery ?? before.delivery,
        textures: body.textures ?? before.textures,
      }
      requireSettingsSize(before.settings, after.settings)
      const change = sceneChange(before, after)
      if (change === null) return null
      await tx
        .update(scenes)
        .set({ ...after, updatedAt: now })
        .where(eq(scenes.id, before.id))
      const remakes = before.textures !== after.textures
      if (remakes) await remakeOptimized(tx, before)
      await recordAudit(tx, {
        organizationId: organization.id,
        at: now,
        action: 'scene.updated',
        actor,
        target: { kind: 'scene', id: before.id },
        ...change,
      })
      return {
        id: before.id,
        remakes,
        takesAway:
          remakes || (before.publicPoster && !after.publicPoster) || before.delivery !== after.delivery,
      }
    })
    if (changed === null) return presentScene(await requireScene(db, address))
    const change = { kind: 'scene', id: changed.id } as const
    if (changed.takesAway) await context.afterAccessChange(change)
    else {
      // Nothing is taken away: nodes may take their time to show it.
      context
        .afterAccessChange(change)
        .catch((error: unknown) => logger.warn({ err: error }, 'change not announced'))
    }
    if (changed.remakes) context.wakeOptimizer()
    context.afterLookChange({ organizationId: organization.id, sceneId: changed.id })
    return presentScene(await requireScene(db, address))
  },
})

type Changeable = Pick<
  typeof scenes.$inferSelect,
  'name' | 'settings' | 'publicPoster' | 'delivery' | 'textures'
>

/** Only what differs; null where nothing does. */
function sceneChange(before: Changeable, after: Changeable) {
  const settings = settingsChange(before.settings, after.settings)
  const named = before.name === after.name ? null : { before: before.name, after: after.name }
  const shown =
    before.publicPoster === after.publicPoster
      ? null
      : { before: before.publicPoster, after: after.publicPoster }
  const sent = before.delivery === after.delivery ? null : { before: before.delivery, after: after.delivery }
  const packed =
    before.textures === after.textures ? null : { before: before.textures, after: after.textures }
  if ([settings, named, shown, sent, packed].every((part) => part === null)) return null
  const side = (of: 'before' | 'after') => ({
    ...(named && { name: named[of] }),
    ...(settings && { settings: settings[of] }),
    ...(shown && { publicPoster: shown[of] }),
    ...(sent && { delivery: sent[of] }),
    ...(packed && { textures: packed[of] }),
  })
  return { before: side('before'), after: side('after') }
}
