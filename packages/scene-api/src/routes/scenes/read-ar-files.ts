/** `GET …/scenes/:scene/ar-files`: what phones get of the scene, or why they get nothing. */
import * as contract from '../../contract/scenes.js'
import { arWishOfScene } from '../../domain/ar-files/ar-wish.js'
import type { ArFile } from '../../work/ar-files.js'
import { requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'

const WAITING = { status: 'waiting' } as const

export const readArFiles = route({
  operation: contract.readArFiles,
  async handle({ context: { db, arFiles }, access, params }) {
    const found = await requireScene(db, sceneAddress(access.organization.id, params))
    const wish = arWishOfScene(found)
    if (wish === null) throw new Problem('conflict', { detail: 'The scene has no model yet.' })
    const set = await arFiles.read(wish)
    if (set !== null) return { glb: present(set.glb), usdz: present(set.usdz) }
    arFiles.makeSoon({ organizationId: access.organization.id, sceneId: found.scene.id })
    return { glb: WAITING, usdz: WAITING }
  },
})

const present = (file: ArFile) =>
  file.kind === 'file'
    ? ({ status: 'made', bytes: file.bytes } as const)
    : ({ status: 'none', reason: file.reason } as const)
