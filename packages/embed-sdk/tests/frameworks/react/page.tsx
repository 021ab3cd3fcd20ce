import '@vectreal/embed-sdk/types/react'
import type { VectrealSceneElement } from '@vectreal/embed-sdk/element'
import { useRef } from 'react'

const say = (_what: unknown): void => {}

export function Page() {
  const scene = useRef<VectrealSceneElement>(null)
  return (
    <>
      <vectreal-scene
        ref={scene}
        scene-id="chair"
        api-key="vctrl_"
        base-url="https://vectreal.example.com"
        loading="eager"
        camera-controls
        auto-rotate={false}
        toolbar="variants fullscreen"
        reports={0.1}
        lang="de"
        messages={{ retry: 'Nochmal' }}
        className="chair"
        style={{ height: 400 }}
        onstatechange={({ detail }) => say(detail.state === 'ready')}
        onerror={(event) => event.preventDefault()}
        onar-status={({ detail }) => say(detail.status === 'placed')}
        onClick={({ currentTarget }) => void currentTarget.goTo('Top')}
      >
        <img src="/chair.webp" alt="A red chair" />
      </vectreal-scene>
      <vectreal-scene sceneId="chair" apiKey={async () => 'vctrl_'} toolbar={['variants']} debug />
      <vectreal-scene loading="sometimes" /> {/* wrong */}
      <vectreal-scene scene-id={7} /> {/* wrong */}
      <vectreal-scene sceneID="chair" /> {/* wrong */}
      <vectreal-scene toolbar={['varients']} /> {/* wrong */}
      <vectreal-scene onLoad={() => {}} /> {/* wrong */}
      <vectreal-scene onerror={({ detail }) => say(detail.codes)} /> {/* wrong */}
    </>
  )
}
