import { ModelProvider, ScenePoster, VectrealViewer } from '@vectreal/react-viewer'

export const dynamic = 'force-dynamic'

const { VECTREAL_URL: baseUrl, VECTREAL_SCENE_ID: sceneId, VECTREAL_API_KEY: apiKey } = process.env

/** Server components alone: the poster is markup, the viewer takes over in the browser. */
export default async function Page() {
  const response = await fetch(`${baseUrl}/api/scenes/${sceneId}`, {
    headers: { Authorization: `Bearer ${apiKey}`, Origin: 'http://localhost:3000' },
    cache: 'no-store',
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
