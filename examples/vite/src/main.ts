import '@vectreal/embed-sdk/define'

const scene = document.querySelector('vectreal-scene')
const status = document.querySelector('output')
if (scene === null || status === null) throw new Error('The page has no scene.')

scene.addEventListener('statechange', ({ detail }) => {
  status.textContent = detail.state
})
scene.addEventListener('error', ({ detail }) => {
  status.textContent = detail.hint
})
Object.assign(scene, {
  baseUrl: import.meta.env['VECTREAL_URL'],
  sceneId: import.meta.env['VECTREAL_SCENE_ID'],
  apiKey: import.meta.env['VECTREAL_API_KEY'],
  loading: 'eager',
})
