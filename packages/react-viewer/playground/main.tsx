/** Every prop, every failure, a slow network and a lost context, to be tried by hand. `npm run playground`. */
import { DEFAULT_SCENE_SETTINGS, fillSettings } from '@vectreal/scene-format'
import { ModelProvider, useModelContext, VectrealViewer } from '@vectreal/react-viewer'
import { type ReactNode, StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createFakeApi, FAILURES, MODELS } from './fake-api.js'

const KEY = `vctrl_${'p'.repeat(43)}`

function Playground() {
  const [scene, setScene] = useState<string>(MODELS[0])
  const [failure, setFailure] = useState('')
  const [kilobytesPerSecond, setKilobytesPerSecond] = useState(0)
  const [settings, setSettings] = useState(JSON.stringify({ exposure: 1, toneMapping: 'neutral' }))
  const [toggles, setToggles] = useState({
    autoRotate: false,
    cameraControls: true,
    debug: true,
    hidden: false,
    rtl: false,
  })
  const [loading, setLoading] = useState<'lazy' | 'eager' | 'interaction'>('lazy')
  const [log, setLog] = useState<readonly string[]>([])
  // Another failure or speed is another API, and with it another load.
  const [fetch, setFetch] = useState(() => createFakeApi({ failure, kilobytesPerSecond }))
  const say = (line: string): void => setLog((lines) => [line, ...lines].slice(0, 12))
  const reload = (failure: string, kilobytesPerSecond: number): void =>
    setFetch(() => createFakeApi({ failure, kilobytesPerSecond }))

  return (
    <main
      dir={toggles.rtl ? 'rtl' : 'ltr'}
      style={{
        font: '15px system-ui',
        display: 'grid',
        gridTemplateColumns: 'minmax(0, 1fr)',
        gap: 16,
        padding: 16,
      }}
    >
      <h1 style={{ margin: 0 }}>react-viewer playground</h1>
      <section aria-label="Knobs" style={{ display: 'flex', flexWrap: 'wrap', gap: 12 }}>
        <Choice label="Model" value={scene} options={MODELS} onChange={setScene} />
        <Choice
          label="Failure"
          value={failure}
          options={['', ...FAILURES]}
          onChange={(next) => {
            setFailure(next)
            reload(next, kilobytesPerSecond)
          }}
        />
        <Choice
          label="Network (KB/s, 0: full)"
          value={String(kilobytesPerSecond)}
          options={['0', '20', '100', '500']}
          onChange={(next) => {
            setKilobytesPerSecond(Number(next))
            reload(failure, Number(next))
          }}
        />
        <Choice
          label="loading"
          value={loading}
          options={['lazy', 'eager', 'interaction']}
          onChange={(next) => setLoading(next as typeof loading)}
        />
        {Object.entries(toggles).map(([name, value]) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={value}
              onChange={() => setToggles({ ...toggles, [name]: !value })}
            />{' '}
            {name}
          </label>
        ))}
        <button type="button" onClick={loseContexts}>
          Lose the WebGL context
        </button>
      </section>
      <label>
        settings (JSON){' '}
        <textarea
          value={settings}
          onChange={(event) => setSettings(event.target.value)}
          rows={3}
          style={{ width: '100%' }}
        />
      </label>
      <ModelProvider
        key={`${scene} ${failure} ${kilobytesPerSecond}`}
        sceneId={scene}
        apiKey={KEY}
        baseUrl={location.origin}
        fetch={fetch}
      >
        {!toggles.hidden && (
          <VectrealViewer
            alt={`The model ${scene}`}
            loading={loading}
            settings={parseSettings(settings)}
            autoRotate={toggles.autoRotate}
            cameraControls={toggles.cameraControls}
            debug={toggles.debug}
            style={{ height: 480, background: '#8881' }}
            onLoad={({ clips, variants, cameras, triangles }) =>
              say(`load ${JSON.stringify({ clips, variants, cameras, triangles })}`)
            }
            onError={(error) => say(`error ${error.code}: ${error.hint}`)}
            onStateChange={({ phase }) => say(`state ${phase}`)}
            onHotspot={(id) => say(`hotspot ${id}`)}
          />
        )}
        <Status />
      </ModelProvider>
      <pre aria-label="Log">{log.join('\n')}</pre>
    </main>
  )
}

function Status(): ReactNode {
  const { phase, progress, error } = useModelContext()
  return (
    <p>
      useModelContext(): <code>{phase}</code>, {Math.round(progress * 100)} %{error && `, ${error.code}`}
    </p>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly string[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {option || 'none'}
          </option>
        ))}
      </select>
    </label>
  )
}

/** What cannot be read is left out, so that typing never breaks the page. */
function parseSettings(text: string): typeof DEFAULT_SCENE_SETTINGS {
  try {
    return fillSettings(JSON.parse(text))
  } catch {
    return DEFAULT_SCENE_SETTINGS
  }
}

function loseContexts(): void {
  for (const canvas of document.querySelectorAll('canvas')) {
    canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()
  }
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Playground />
  </StrictMode>,
)
