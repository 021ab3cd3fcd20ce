import '@vectreal/embed-sdk/element'

const say = (_what: unknown): void => {}

const scene = document.querySelector('vectreal-scene')
if (scene !== null) {
  scene.sceneId = 'chair'
  scene.apiKey = async () => 'vctrl_'
  scene.toolbar = ['variants', 'fullscreen']
  scene.cameraControls = null
  scene.addEventListener('statechange', ({ detail }) => say(detail.state === 'ready'))
  scene.addEventListener('error', (event) => say(event.detail.hint))
  scene.addEventListener('hotspot', ({ detail }) => say(detail.id.length))
  scene.addEventListener('pose', ({ detail }) => say(detail.distance.toFixed(2)))
  scene.addEventListener('playing', ({ detail }) => say(detail.playing === true))
  scene.addEventListener('ar-status', ({ detail }) => say(detail.status === 'placed'))
  void scene.setVariant('Red').then(() => scene.screenshot({ width: 800 }))

  scene.loading = 'sometimes' // wrong
  scene.autoRotate = 'fast' // wrong
  scene.sceneID = 'chair' // wrong
  scene.addEventListener('error', ({ detail }) => detail.codes) // wrong
  void scene.setVariant(7) // wrong
}
