import { ModelProvider, useModelContext, VectrealViewer } from '@vectreal/react-viewer'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Plinth } from './plinth'

function Status() {
  const { state } = useModelContext()
  return <output>{state.phase === 'error' ? state.error.hint : state.phase}</output>
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <h1>Vite and React</h1>
    <ModelProvider
      baseUrl={import.meta.env['VECTREAL_URL']}
      sceneId={import.meta.env['VECTREAL_SCENE_ID']}
      apiKey={import.meta.env['VECTREAL_API_KEY']}
      loading="eager"
    >
      <VectrealViewer alt="A model you can turn" style={{ height: '24rem' }}>
        <Plinth />
      </VectrealViewer>
      <Status />
    </ModelProvider>
  </StrictMode>,
)
