/** The original beside the optimised file, drawn by the real viewer: one turns with the other, a slider divides them. */
import type { SceneSettings } from '@vectreal/scene-format'
import { createViewer, loadModel, type Viewer } from '@vectreal/viewer-core'
import { useEffect, useRef, useState } from 'react'
import { asApiError, type ApiError } from '../../api/problem'
import { modelUrl } from '../../api/scenes'
import type { Scene } from '../../api/types'
import { useOrganization } from '../../app/session'
import { Dialog } from '../../ui/dialog'
import { ProblemNote } from '../../ui/states'
import { formatBytes } from './upload-progress'

interface CompareFilesProps {
  readonly scene: Scene
  readonly originalBytes: number
  readonly optimizedBytes: number
  readonly onClose: () => void
}

export default function CompareFiles({ scene, originalBytes, optimizedBytes, onClose }: CompareFilesProps) {
  const organization = useOrganization()
  const original = useRef<HTMLDivElement>(null)
  const optimized = useRef<HTMLDivElement>(null)
  const [share, setShare] = useState(50)
  const [error, setError] = useState<ApiError | null>(null)
  const [isDrawn, setDrawn] = useState(false)
  const url = modelUrl(organization.id, scene.id)
  // As they are now: what changes behind the dialog would load both files anew.
  const [settings] = useState(scene.settings)

  useEffect(() => {
    const ended = new AbortController()
    const { signal } = ended
    const places = [
      [original.current, url],
      [optimized.current, `${url}?file=delivered`],
    ] as const
    Promise.all(
      places.map(([place, address]) => (place === null ? null : show(place, address, settings, signal))),
    )
      .then((viewers) => {
        const [leader, follower] = viewers
        if (leader && follower) follow(leader, follower, signal)
        if (!signal.aborted) setDrawn(true)
        return null
      })
      .catch((cause: unknown) => {
        if (!signal.aborted) setError(asApiError(cause))
      })
    return () => ended.abort()
  }, [url, settings])

  const saved = Math.round((1 - optimizedBytes / originalBytes) * 100)
  return (
    <Dialog title="Original and optimised" size="large" onClose={onClose}>
      {error !== null && <ProblemNote error={error} />}
      <div className="card relative aspect-4/3 overflow-hidden" aria-busy={!isDrawn}>
        <div ref={original} className="absolute inset-0" />
        <div
          ref={optimized}
          className="pointer-events-none absolute inset-0 bg-surface"
          style={{ clipPath: `inset(0 0 0 ${share}%)` }}
          inert
        />
        <div
          aria-hidden
          className="pointer-events-none absolute inset-y-0 w-0.5 bg-accent-solid"
          style={{ left: `${share}%` }}
        />
      </div>
      <label className="mt-3 block text-sm">
        <span className="flex justify-between tabular-nums">
          <span>Original, {formatBytes(originalBytes)}</span>
          <span>
            Optimised, {formatBytes(optimizedBytes)} ({saved} % less)
          </span>
        </span>
        <input
          type="range"
          aria-label="How much of the original is shown"
          className="mt-1 w-full accent-(--accent-solid)"
          value={share}
          onChange={(event) => setShare(Number(event.target.value))}
        />
      </label>
    </Dialog>
  )
}

/** A clip stands where it begins, so that both show the same moment. */
async function show(
  place: HTMLElement,
  address: string,
  settings: SceneSettings,
  signal: AbortSignal,
): Promise<Viewer | null> {
  const response = await fetch(address, { credentials: 'same-origin', signal })
  if (!response.ok) throw new Error(`The model cannot be loaded (${response.status}).`)
  const model = await loadModel(await response.arrayBuffer(), { signal })
  if (signal.aborted) {
    model.dispose()
    return null
  }
  const viewer = createViewer(place, {
    settings: {
      ...settings,
      hotspots: [],
      animation: { ...settings.animation, autoplay: false },
      controls: { ...settings.controls, autoRotate: false, orbit: true, zoom: true, pan: true },
    },
  })
  signal.addEventListener('abort', () => {
    viewer.dispose()
    model.dispose()
  })
  const drawn = new Promise<void>((resolve, reject) => {
    viewer.on('ready', () => resolve())
    viewer.on('error', reject)
  })
  viewer.setModel(model)
  await drawn
  return viewer
}

function follow(leader: Viewer, follower: Viewer, signal: AbortSignal): void {
  let last = follower.pose
  const step = () => {
    if (signal.aborted) return
    const { pose } = leader
    if (pose !== last) follower.setPose(pose)
    last = pose
    requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}
