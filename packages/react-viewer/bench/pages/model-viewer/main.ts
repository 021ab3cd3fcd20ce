/** The same page with <model-viewer>: the same model, controls and shadow, no key. */
import '@google/model-viewer'

const viewer = document.createElement('model-viewer')
viewer.setAttribute('src', new URLSearchParams(location.search).get('src') ?? '')
viewer.setAttribute('alt', 'A model')
viewer.setAttribute('loading', 'eager')
viewer.setAttribute('camera-controls', '')
viewer.setAttribute('shadow-intensity', '0.4')
viewer.setAttribute('style', 'width: 400px; height: 300px')
viewer.addEventListener('load', () => {
  requestAnimationFrame(() => Object.assign(window, { drawnAt: performance.now() }))
})
document.getElementById('root')!.append(viewer)
