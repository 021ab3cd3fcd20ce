/** `PATCH …/scenes/:scene`: name, settings, whether the poster is public. */
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { scenes } from '../../db/scenes.js'
import { defineOperation } from '../../http/operation.js'
import { lockScene, requireScene, sceneAddress } from '../../scenes/find-scene.js'
import { mergeSettings } from '../../scenes/merge-settings.js'
import { presentScene } from '../../scenes/present-scene.js'
import { requireSettingsSize, settingsChange } from '../../scenes/settings-size.js'
import { sceneSchema, updateSceneSchema } from '../../schemas/scenes.js'
import { scenePaths } from './paths.js'

export const updateScene = defineOperation({
  id: 'updateScene',
  method: 'patch',
  ...scenePaths(),
  tag: 'Scenes',
  summary: 'Change a scene',
  description:
    'In `settings`, a group that is given replaces the stored one, null puts it back to its default, absent groups stay.',
  permission: 'scene:write',
  body: updateSceneSchema,
  success: { status: 200, description: 'The scene', schema: sceneSchema },
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
      }
      requireSettingsSize(before.settings, after.settings)
      const change = sceneChange(before, after)
      if (change === null) return null
      await tx
        .update(scenes)
        .set({ ...after, updatedAt: now })
        .where(eq(scenes.id, before.id))
      await recordAudit(tx, {
        organizationId: organization.id,
        at: now,
        action: 'scene.updated',
        actor,
        target: { kind: 'scene', id: before.id },
        ...change,
      })
      return { id: before.id, hidesPoster: before.publicPoster && !after.publicPoster }
    })
    if (changed === null) return presentScene(await requireScene(db, address))
    const change = { kind: 'scene', id: changed.id } as const
    if (changed.hidesPoster) await context.afterAccessChange(change)
    else {
      // Nothing is taken away: nodes may take their time to show it.
      context
        .afterAccessChange(change)
        .catch((error: unknown) => logger.warn({ err: error }, 'change not announced'))
    }
    return presentScene(await requireScene(db, address))
  },
})

type Changeable = Pick<typeof scenes.$inferSelect, 'name' | 'settings' | 'publicPoster'>

/** Only what differs; null where nothing does. */
function sceneChange(before: Changeable, after: Changeable) {
  const settings = settingsChange(before.settings, after.settings)
  const named = before.name === after.name ? null : { before: before.name, after: after.name }
  const shown =
    before.publicPoster === after.publicPoster
      ? null
      : { before: before.publicPoster, after: after.publicPoster }
  if (settings === null && named === null && shown === null) return null
  const side = (of: 'before' | 'after') => ({
    ...(named && { name: named[of] }),
    ...(settings && { settings: settings[of] }),
    ...(shown && { publicPoster: shown[of] }),
  })
  return { before: side('before'), after: side('after') }
}
