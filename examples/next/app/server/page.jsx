import { ModelProvider, ScenePoster, VectrealViewer } from '@vectreal/react-viewer'
import { connection } from 'next/server'
import { Suspense } from 'react'

/** Server components alone: the poster is markup, the viewer takes over in the browser. */
export default function Page() {
  return (
    <Suspense>
      <Showroom />
    </Suspense>
  )
}

async function Showroom() {
  await connection()
  const { VECTREAL_URL: baseUrl, VECTREAL_SCENE_ID: sceneId, VECTREAL_API_KEY: apiKey } = process.env
  const response = await fetch(`${baseUrl}/api/scenes/${sceneId}`, {
    headers: { Authorization: `Bearer ${apiKey}`, Origin: 'http://localhost:3000' },
  })
  if (!response.ok) throw new Error(`The scene was refused: ${(await response.json()).code}`)
  const manifest = await response.json()
  return (
    <main>
      <h1>{manifest.name}</h1>
      <ModelProvider baseUrl={baseUrl} sceneId={sceneId} apiKey={apiKey} loading="eager">
        <VectrealViewer alt="The model, to turn" style={{ height: '24rem' }} />
      </ModelProvider>
      <ScenePoster manifest={manifest} alt="The model as a picture" />
    </main>
  )
}
