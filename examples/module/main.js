import { createClient, isVectrealError } from '@vectreal/embed-sdk'
import { createViewer, loadModel } from '@vectreal/viewer-core'

const { baseUrl, apiKey, sceneId } = JSON.parse(document.getElementById('settings').textContent)
const status = document.getElementById('status')
const progress = document.getElementById('progress')

try {
  const client = createClient({ baseUrl, apiKey })
  const { manifest, bytes } = await client.loadModel(sceneId, {
    onProgress: ({ ratio }) => (progress.value = ratio),
  })
  const model = await loadModel(bytes)
  const viewer = createViewer(document.getElementById('scene'), {
    settings: manifest.settings,
    name: manifest.name,
  })
  viewer.on('ready', () => (status.textContent = 'ready'))
  viewer.setModel(model)
} catch (error) {
  status.textContent = isVectrealError(error) ? error.hint : 'The model could not be shown.'
  console.error(error)
}
