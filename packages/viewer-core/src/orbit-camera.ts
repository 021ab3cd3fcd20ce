/** The camera that is drawn with: a perspective one that can also draw in parallel, as glTF's orthographic cameras do. */
import { MathUtils, PerspectiveCamera, Vector3 } from 'three'
import type { ModelBounds } from './frame-model.js'
import { applyPose, type OrbitPose } from './orbit-pose.js'

/**
 * One object for both projections, because drivers keep hold of it. Parallel pictures show at every depth what a
 * perspective one shows at the distance of the target, so zooming and panning are the same for both.
 */
export class OrbitCamera extends PerspectiveCamera {
  /** Three asks these two which projection it has. */
  isOrthographicCamera = false
  #halfHeight = 1

  /** Stands at `pose` with all of `bounds` between its planes. */
  stand(pose: OrbitPose, bounds: ModelBounds | null, aspect: number): void {
    applyPose(pose, this)
    this.aspect = aspect
    this.isOrthographicCamera = pose.orthographic === true
    Object.assign(this, { isPerspectiveCamera: !this.isOrthographicCamera })
    this.#halfHeight = Math.tan(MathUtils.degToRad(pose.fovDegrees) / 2) * pose.distance
    const { center, radius } = bounds ?? { center: new Vector3(), radius: 1 }
    const reach = this.position.distanceTo(center)
    this.far = reach + radius * 4
    // What is beside or behind a parallel camera is drawn as well.
    this.near = this.isOrthographicCamera
      ? -this.far
      : Math.max((reach - radius * 2.5) * 0.9, radius / 500, reach / 5000)
    this.updateProjectionMatrix()
    this.updateMatrixWorld()
  }

  /** The direction in which a point is looked at. */
  towards(point: Vector3): Vector3 {
    return this.isOrthographicCamera
      ? this.getWorldDirection(new Vector3())
      : point.clone().sub(this.position)
  }

  override updateProjectionMatrix(): void {
    if (this.isOrthographicCamera !== true) return super.updateProjectionMatrix()
    const half = this.#halfHeight
    this.projectionMatrix.makeOrthographic(
      -half * this.aspect,
      half * this.aspect,
      half,
      -half,
      this.near,
      this.far,
      this.coordinateSystem,
    )
    this.projectionMatrixInverse.copy(this.projectionMatrix).invert()
  }
}
