/** Lights as glTF has them (`KHR_lights_punctual`): three kinds, with colours of shares. */
import { DirectionalLight, Light, Object3D, PointLight, RectAreaLight, SpotLight } from 'three'

/** Takes out what glTF has nothing for; returns what is lost. */
export function plainLights(root: Object3D): readonly string[] {
  const lights: Light[] = []
  root.traverse((object) => {
    if (object instanceof Light) lights.push(object)
  })
  const lost = new Set<string>()
  for (const light of lights) {
    const isKnown = [DirectionalLight, PointLight, SpotLight].some((kind) => light instanceof kind)
    if (!isKnown) {
      lost.add(light instanceof RectAreaLight ? 'lights with an area' : 'light from all around')
      putOut(light)
      continue
    }
    const { color } = light
    const most = Math.max(color.r, color.g, color.b)
    if (most > 1 && most < Infinity) {
      color.multiplyScalar(1 / most)
      lost.add('brightness of lights')
    }
    if (![color.r, color.g, color.b].every((part) => part >= 0 && part <= 1)) color.setRGB(1, 1, 1)
    if (!Number.isFinite(light.intensity)) light.intensity = 1
  }
  return [...lost]
}

/** What is below it stays, as it does in a lamp. */
function putOut(light: Light): void {
  const place = new Object3D()
  place.name = light.name
  place.position.copy(light.position)
  place.quaternion.copy(light.quaternion)
  place.scale.copy(light.scale)
  place.uuid = light.uuid
  while (light.children[0] !== undefined) place.add(light.children[0])
  light.parent?.add(place)
  light.removeFromParent()
}
