/** A session of AR on an emulated headset, in a room that has a floor two metres ahead and nothing else. */
import { loadModel } from '@vectreal/viewer-core'
import { type ArSessionStatus, startArSession } from '@vectreal/viewer-core/ar'
import { fillSettings, type SparseSceneSettings } from '@vectreal/scene-format'
import { metaQuest3, XRDevice } from 'iwer'

/** Column-major, as WebXR has it: level, at the visitor's feet, two metres ahead. */
const FLOOR_AHEAD = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, -2, 1]

/** As much of a room as hit tests ask for. */
class Room {
  readonly version = 'test'
  readonly trackedPlanes = new Set()
  readonly trackedMeshes = new Set()
  readonly environmentCanvas = document.createElement('canvas')
  planesVisible = false
  boundingBoxesVisible = false
  meshesVisible = false
  render(): void {}
  loadEnvironment(): void {}
  loadDefaultEnvironment(): void {}
  deleteAll(): void {}
  computeHitTestResults(): number[][] {
    return [FLOOR_AHEAD]
  }
  computeDepthBuffer(): null {
    return null
  }
}

export interface ArRun {
  readonly statuses: ArSessionStatus[]
  /** Pulls the trigger, and lets a few frames pass. */
  select(): Promise<void>
  moveAgain(): void
  end(): Promise<void>
}

export async function startAr(name: string, given: SparseSceneSettings, hasRoom: boolean): Promise<ArRun> {
  const device = new XRDevice(metaQuest3)
  device.installRuntime({ forceInstall: true })
  if (hasRoom) device.installSEM(Room as unknown as Parameters<XRDevice['installSEM']>[0])
  device.position.set(0, 1.6, 0)
  const model = await loadModel(await (await fetch(`/models/${name}.glb`)).arrayBuffer())
  const overlay = document.createElement('div')
  document.body.append(overlay)
  const statuses: ArSessionStatus[] = []
  const settings = fillSettings({ environment: { preset: 'none' }, ...given })
  const session = await startArSession({
    model,
    settings,
    overlay,
    onStatus: (status) => statuses.push(status),
  })
  const frames = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 1) {
      await new Promise((resolve) => device.activeSession?.requestAnimationFrame(resolve))
    }
  }
  await frames(3)
  return {
    statuses,
    async select() {
      const { right } = device.controllers
      right?.updateButtonValue('trigger', 1)
      await frames(2)
      right?.updateButtonValue('trigger', 0)
      await frames(2)
    },
    moveAgain: session.moveAgain,
    end: session.end,
  }
}
