/**
 * A soft shadow on the floor under the model, drawn once and kept: the model's closeness to the floor, seen from
 * below, blurred. It costs nothing at rest and one small pass when the model moves.
 */
import {
  Group,
  HalfFloatType,
  type Material,
  Mesh,
  MeshDepthMaterial,
  NoBlending,
  OrthographicCamera,
  PlaneGeometry,
  RedFormat,
  type Scene,
  ShaderMaterial,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three'
import { compileAhead } from './compile-ahead.js'
import type { ModelBounds } from './frame-model.js'
import type { ShadowSettings } from '@vectreal/scene-format'

const SIDE = 256
/** The floor reaches this far beyond the model, so that blur does not end at an edge. */
const REACH = 1.6

export interface ContactShadow {
  readonly object: Group
  /** Has the GPU build what draws the shadow once it has nothing else to do, unless there is a model by then. */
  prepare(isTimeLeft: () => boolean): void
  /** Draws the shadow anew. Everything of `scene` but the shadow itself casts. */
  update(scene: Scene, bounds: ModelBounds, settings: ShadowSettings): void
  dispose(): void
}

export function createContactShadow(renderer: WebGLRenderer): ContactShadow {
  const options = { format: RedFormat, type: HalfFloatType }
  const depthTarget = new WebGLRenderTarget(SIDE, SIDE, options)
  const blurTarget = new WebGLRenderTarget(SIDE, SIDE, { ...options, depthBuffer: false })
  const depth = new MeshDepthMaterial({ blending: NoBlending })
  const blur = new ShaderMaterial({
    depthTest: false,
    depthWrite: false,
    blending: NoBlending,
    uniforms: { map: { value: null }, step: { value: new Vector2() } },
    vertexShader: `varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy * 2.0, 0.0, 1.0); }`,
    fragmentShader: `uniform sampler2D map; uniform vec2 step; varying vec2 at;
void main() {
float sum = 0.0, weights = 0.0;
for (int i = -6; i <= 6; i++) {
float x = float(i) / 3.0, w = exp(-0.5 * x * x);
sum += w * texture2D(map, at + step * float(i)).r; weights += w;
}
gl_FragColor = vec4(sum / weights, 0.0, 0.0, 1.0);
}`,
  })
  const ink = new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    uniforms: { map: { value: depthTarget.texture }, opacity: { value: 0 } },
    vertexShader: `varying vec2 at; void main() { at = uv; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }`,
    fragmentShader: `uniform sampler2D map; uniform float opacity; varying vec2 at;
void main() {
vec2 edge = smoothstep(0.0, 0.08, at) * smoothstep(0.0, 0.08, 1.0 - at);
gl_FragColor = vec4(0.0, 0.0, 0.0, texture2D(map, at).r * opacity * edge.x * edge.y);
}`,
  })
  const unit = new PlaneGeometry(1, 1)
  const quad = new Mesh<PlaneGeometry, Material>(unit, blur)
  quad.frustumCulled = false
  const floor = new Mesh(unit, ink)
  floor.rotation.x = -Math.PI / 2
  floor.renderOrder = -1
  // The camera below looks up, which mirrors one axis.
  floor.scale.y = -1
  const object = new Group()
  object.name = 'vectreal:shadow'
  object.add(floor)
  object.visible = false
  const camera = new OrthographicCamera(-0.5, 0.5, 0.5, -0.5, 0, 1)

  return {
    object,
    prepare(isTimeLeft) {
      compileAhead(renderer, object, camera, () => {
        if (!isTimeLeft()) return
        quad.material = depth
        pass(blurTarget, depthTarget, 0, 0)
        quad.material = blur
        pass(depthTarget, blurTarget, 0, 0)
        renderer.setRenderTarget(null)
      })
    },
    update(scene, { box, center, radius }, { kind, opacity, softness }) {
      object.visible = kind === 'contact' && opacity > 0
      if (!object.visible) return
      const width = (box.max.x - box.min.x || radius) * REACH
      const length = (box.max.z - box.min.z || radius) * REACH
      const height = Math.max(box.max.y - box.min.y, radius * 0.05)
      object.position.set(center.x, box.min.y - height * 0.0005, center.z)
      floor.scale.set(width, -length, 1)
      ink.uniforms['opacity']!.value = opacity

      camera.left = -width / 2
      camera.right = width / 2
      camera.top = length / 2
      camera.bottom = -length / 2
      camera.near = 0
      // What is higher than this casts no contact shadow.
      camera.far = Math.min(height, Math.max(width, length) / REACH) * (0.25 + 0.75 * softness)
      camera.position.copy(object.position)
      camera.rotation.set(Math.PI / 2, 0, 0)
      camera.updateProjectionMatrix()
      camera.updateMatrixWorld(true)

      const before = {
        target: renderer.getRenderTarget(),
        background: scene.background,
        override: scene.overrideMaterial,
        alpha: renderer.getClearAlpha(),
      }
      object.visible = false
      scene.background = null
      scene.overrideMaterial = depth
      renderer.setClearAlpha(0)
      renderer.setRenderTarget(depthTarget)
      renderer.clear()
      renderer.render(scene, camera)
      scene.overrideMaterial = before.override
      scene.background = before.background

      const reach = 0.2 + softness * 2.2
      for (const scale of [reach, reach * 0.45]) {
        pass(depthTarget, blurTarget, scale / SIDE, 0)
        pass(blurTarget, depthTarget, 0, scale / SIDE)
      }
      renderer.setRenderTarget(before.target)
      renderer.setClearAlpha(before.alpha)
      object.visible = true
    },
    dispose() {
      for (const resource of [depthTarget, blurTarget, depth, blur, ink, unit]) resource.dispose()
    },
  }

  function pass(from: WebGLRenderTarget, to: WebGLRenderTarget, x: number, y: number): void {
    blur.uniforms['map']!.value = from.texture
    ;(blur.uniforms['step']!.value as Vector2).set(x, y)
    renderer.setRenderTarget(to)
    renderer.render(quad, camera)
  }
}
