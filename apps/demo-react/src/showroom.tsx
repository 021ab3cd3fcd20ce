/** One large scene, and buttons for the others: the provider below loads what is chosen. */
import { ModelProvider, useModelContext, VectrealViewer } from '@vectreal/react-viewer'
import { useState } from 'react'
import type { DemoSettings } from './settings'

export function Showroom({ settings: { platformUrl, apiKey, scenes } }: { readonly settings: DemoSettings }) {
  const [chosenId, choose] = useState(scenes[0]?.id)
  const chosen = scenes.find((scene) => scene.id === chosenId)
  return (
    <>
      <header>
        <a className="brand" href="/">
          Nordlys <span>Showroom</span>
        </a>
        <p>A React page on its own origin</p>
      </header>
      <main>
        {chosen === undefined ? (
          <p>No scene is published yet.</p>
        ) : (
          <ModelProvider baseUrl={platformUrl} apiKey={apiKey} sceneId={chosen.id} loading="eager">
            <section className="stage" aria-labelledby="name">
              <VectrealViewer
                key={chosen.id}
                className="viewer"
                alt={`${chosen.name}, a model you can turn`}
              />
              <div className="caption">
                <h1 id="name">{chosen.name}</h1>
                <LoadStatus />
              </div>
            </section>
          </ModelProvider>
        )}
        <nav aria-label="Scenes">
          {scenes.map((scene) => (
            <button
              key={scene.id}
              type="button"
              aria-pressed={scene.id === chosenId}
              onClick={() => choose(scene.id)}
            >
              {scene.name}
            </button>
          ))}
        </nav>
      </main>
      <footer>
        Scenes come from <a href={platformUrl}>{platformUrl}</a> through <code>ModelProvider</code> and{' '}
        <code>VectrealViewer</code>, with one API key.
      </footer>
    </>
  )
}

/** The state is one union: what it says in each phase is all there is to say. */
function LoadStatus() {
  const { state, progress } = useModelContext()
  switch (state.phase) {
    case 'ready':
      return <output data-phase="ready">Turn it with the mouse, a finger or the arrow keys.</output>
    case 'error':
      return <output data-phase="error">{state.error.message}</output>
    case 'downloading':
      return <output data-phase="downloading">{Math.round(progress * 100)} %</output>
    default:
      return <output data-phase={state.phase}>One moment</output>
  }
}
