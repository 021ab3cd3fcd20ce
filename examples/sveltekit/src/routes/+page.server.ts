import { env } from '$env/dynamic/private'

/** Read with each request: a rotated key needs a restart, no build. */
export function load() {
  return {
    baseUrl: env['VECTREAL_URL'],
    sceneId: env['VECTREAL_SCENE_ID'],
    apiKey: env['VECTREAL_API_KEY'],
  }
}
