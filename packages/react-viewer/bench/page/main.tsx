/** A page with nothing but one viewer. The bench puts scene, key and platform into the address. */
import { VectrealViewer } from '@vectreal/react-viewer'
import { createRoot } from 'react-dom/client'

const query = new URLSearchParams(location.search)

createRoot(document.getElementById('root')!).render(
  <VectrealViewer
    sceneId={query.get('scene') ?? ''}
    apiKey={query.get('key') ?? ''}
    baseUrl={query.get('api') ?? location.origin}
    loading="eager"
    alt="A model"
    style={{ width: 400, height: 300 }}
    onLoad={() => Object.assign(window, { drawnAt: performance.now() })}
  />,
)
