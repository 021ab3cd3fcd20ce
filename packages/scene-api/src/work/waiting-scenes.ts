/** Scenes that wait for something in this process alone: an organization that was served comes after all others. */

/** `organizationId` owns the scene. */
export interface WaitingScene {
  readonly organizationId: string
  readonly sceneId: string
}

export interface WaitingScenes {
  /** Once, however often it is called. False: too many wait already, of this organization or of all. */
  add(scene: WaitingScene): boolean
  /** Null: none waits. */
  take(): WaitingScene | null
}

export function createWaitingScenes(bounds: {
  readonly ofOrganization: number
  readonly ofAll: number
}): WaitingScenes {
  /** In the order of their turns. */
  const lanes = new Map<string, Set<string>>()
  let waiting = 0

  return {
    add({ organizationId, sceneId }) {
      const lane = lanes.get(organizationId) ?? new Set()
      if (lane.has(sceneId)) return true
      if (lane.size >= bounds.ofOrganization || waiting >= bounds.ofAll) return false
      lanes.set(organizationId, lane.add(sceneId))
      waiting += 1
      return true
    },
    take() {
      for (const [organizationId, lane] of lanes) {
        const [sceneId] = lane
        lanes.delete(organizationId)
        if (sceneId === undefined) continue
        lane.delete(sceneId)
        waiting -= 1
        if (lane.size > 0) lanes.set(organizationId, lane)
        return { organizationId, sceneId }
      }
      return null
    },
  }
}
