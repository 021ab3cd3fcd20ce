/** A model in the room around the visitor (WebXR, `immersive-ar`): look for a surface, place, turn, scale, leave. */
import {
  DoubleSide,
  Group,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  RingGeometry,
  Scene,
  Vector3,
  WebGLRenderer,
  PerspectiveCamera,
} from 'three'
import type { SceneSettings } from '@vectreal/scene-format'
import { createEnvironmentLight } from '../environment.js'
import type { LoadedModel } from '../loaded-model.js'
import { showModel } from '../shown-model.js'
import { listenForGestures } from './gestures.js'
import { limitScale, originOf, placeInFront, startScale, suits, turnOfWall, turnTo } from './placement.js'

/** What a session tells of. `placed`: the model stands; `searching`: a surface is looked for. */
export type ArSessionStatus = 'searching' | 'placed' | 'ended'

/** What `startArSession` takes. */
export interface ArSessionOptions {
  readonly model: LoadedModel
  readonly settings: SceneSettings
  /** Shown over the camera's picture; drags and pinches on it turn and scale the model. */
  readonly overlay: HTMLElement
  onStatus(status: ArSessionStatus): void
}

/** A session that runs. */
export interface ArSession {
  /** Looks for another place. */
  moveAgain(): void
  end(): Promise<void>
}

/**
 * Starts a session. To be called from a click.
 *
 * @throws DOMException `NotSupportedError`, `NotAllowedError`, `SecurityError`: what the browser says
 */
export async function startArSession(options: ArSessionOptions): Promise<ArSession> {
  const { xr } = navigator
  if (xr === undefined) throw new DOMException('There is no WebXR here', 'NotSupportedError')
  const { overlay } = options
  const session = await xr.requestSession('immersive-ar', {
    optionalFeatures: ['hit-test', 'dom-overlay'],
    domOverlay: { root: overlay },
  })
  try {
    return await run(session, options)
  } catch (error) {
    await session.end().catch(() => {})
    throw error
  }
}

async function run(session: XRSession, options: ArSessionOptions): Promise<ArSession> {
  const { model, settings, overlay, onStatus } = options
  const { placement, scale: scaling } = settings.ar
  const renderer = new WebGLRenderer({ alpha: true, antialias: true })
  renderer.xr.enabled = true
  renderer.xr.setReferenceSpaceType('local')
  const light = createEnvironmentLight(renderer)
  const scene = new Scene()
  scene.environment = light.get(settings.environment.preset)
  scene.environmentIntensity = settings.environment.intensity
  const camera = new PerspectiveCamera()
  /** In metres, and what visitors make of it. */
  const placed = new Group()
  /** In the units of the file. */
  const sized = new Group()
  const shown = showModel(model, sized, settings, () => {})
  const box = shown.instance.restBox()
  placed.add(sized)
  if (box !== null) {
    shown.instance.root.position.add(originOf(box, placement))
    const { x, y, z } = box.getSize(new Vector3())
    sized.scale.setScalar(startScale(Math.max(x, y, z), settings.dimensions.metresPerUnit, scaling))
  }
  const ring = createRing()
  scene.add(placed, ring)
  placed.visible = false

  let surface: Matrix4 | null = null
  let hits: XRHitTestSource | undefined
  let last = 0
  let isPlaced = false

  const place = (): void => {
    const eye = new Vector3().setFromMatrixPosition(camera.matrixWorld)
    if (surface === null) {
      placed.position.copy(placeInFront(eye, camera.getWorldDirection(new Vector3()), placement))
      placed.rotation.y = turnTo(eye, placed.position)
    } else {
      placed.position.setFromMatrixPosition(surface)
      placed.rotation.y = placement === 'wall' ? turnOfWall(normalOf(surface)) : turnTo(eye, placed.position)
    }
    placed.visible = isPlaced = true
    ring.visible = false
    onStatus('placed')
  }
  const moveAgain = (): void => {
    isPlaced = false
    onStatus('searching')
  }
  session.addEventListener('select', () => {
    if (!isPlaced) place()
  })
  const stopGestures = listenForGestures(overlay, {
    turn(radians) {
      if (isPlaced && placement === 'floor') placed.rotation.y += radians
    },
    scale(factor) {
      if (isPlaced && scaling === 'free') placed.scale.setScalar(limitScale(placed.scale.x * factor))
    },
  })

  const look = (frame: XRFrame): void => {
    const space = renderer.xr.getReferenceSpace()
    if (hits === undefined || space === null) return
    surface = null
    for (const result of frame.getHitTestResults(hits)) {
      const pose = result.getPose(space)
      const found = pose && new Matrix4().fromArray(pose.transform.matrix)
      if (!found || !suits(normalOf(found), placement)) continue
      surface = found
      ring.matrix.copy(found)
      break
    }
    ring.visible = surface !== null
  }
  const draw = (now: number, frame?: XRFrame): void => {
    const seconds = Math.min((now - last) / 1000, 0.1)
    last = now
    if (frame !== undefined && !isPlaced) look(frame)
    shown.playback?.advance(seconds)
    renderer.render(scene, camera)
  }

  session.addEventListener('end', () => {
    renderer.setAnimationLoop(null)
    stopGestures()
    hits?.cancel()
    shown.dispose()
    ring.geometry.dispose()
    ring.material.dispose()
    light.dispose()
    renderer.dispose()
    renderer.forceContextLoss()
    onStatus('ended')
  })
  await renderer.xr.setSession(session)
  hits = await findHits(session)
  renderer.setAnimationLoop(draw)
  if (settings.animation.autoplay) shown.playback?.play()
  onStatus('searching')
  return { moveAgain, end: () => session.end() }
}

/** Undefined: this device finds no surfaces; the model then goes before the visitor. */
async function findHits(session: XRSession): Promise<XRHitTestSource | undefined> {
  try {
    const space = await session.requestReferenceSpace('viewer')
    return await session.requestHitTestSource?.({ space })
  } catch {
    return undefined
  }
}

const normalOf = (surface: Matrix4): Vector3 => new Vector3().setFromMatrixColumn(surface, 1).normalize()

/** Lies on the surface that was found. */
function createRing(): Mesh<RingGeometry, MeshBasicMaterial> {
  const geometry = new RingGeometry(0.1, 0.12, 40).rotateX(-Math.PI / 2)
  const ring = new Mesh(geometry, new MeshBasicMaterial({ color: 0xffffff, side: DoubleSide }))
  ring.matrixAutoUpdate = false
  ring.visible = false
  return ring
}
