/** The finished snippets of one scene and key, escaped for where each goes. */
export interface SnippetSource {
  readonly baseUrl: string
  readonly sceneId: string
  /** What stands for the key; a token only while it is being shown. */
  readonly apiKey: string
  readonly name: string
}

export interface Snippet {
  readonly id: string
  readonly label: string
  readonly note: string
  readonly code: string
}

/** Stands in a snippet where the key has to be filled in. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY'

export function snippetsFor({ baseUrl, sceneId, apiKey, name }: SnippetSource): Snippet[] {
  const html = {
    base: attribute(baseUrl),
    scene: attribute(sceneId),
    key: attribute(apiKey),
    name: attribute(name),
  }
  const js = { base: text(baseUrl), scene: text(sceneId), key: text(apiKey) }
  return [
    {
      id: 'html',
      label: 'HTML',
      note: 'Put it where the model should be. Works in any page and any server-side template.',
      code: `<script async src="${html.base}/embed/v1.js"></script>
<vectreal-scene scene-id="${html.scene}" api-key="${html.key}" alt="${html.name}"></vectreal-scene>`,
    },
    {
      id: 'react',
      label: 'React',
      note: 'npm install @vectreal/react-viewer three @react-three/fiber',
      code: `import { ModelProvider, VectrealViewer } from '@vectreal/react-viewer'

export function Model() {
  return (
    <ModelProvider
      baseUrl=${jsx(baseUrl)}
      sceneId=${jsx(sceneId)}
      apiKey=${jsx(apiKey)}
    >
      <VectrealViewer alt=${jsx(name)} />
    </ModelProvider>
  )
}`,
    },
    {
      id: 'iframe',
      label: 'Iframe',
      note: 'For pages that cannot run a script. The key stays in the fragment and is never sent in a URL.',
      code: `<iframe src="${html.base}/embed/${html.scene}#key=${html.key}" title="${html.name}" width="100%" height="480" loading="lazy"></iframe>`,
    },
    {
      id: 'module',
      label: 'JavaScript',
      note: 'npm install @vectreal/embed-sdk. Gives you the manifest and the bytes; how they are drawn is up to you.',
      code: `import { createClient } from '@vectreal/embed-sdk'

const client = createClient({ baseUrl: ${js.base}, apiKey: ${js.key} })
const { manifest, bytes } = await client.loadModel(${js.scene})`,
    },
  ]
}

function attribute(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function text(value: string): string {
  return `"${value.replaceAll(/[\\"<>\u2028\u2029\n\r]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
}

/** A JSX attribute: plain where it can be, a string expression where it holds what JSX reads otherwise. */
function jsx(value: string): string {
  return /[\\"&<>{}\n\r\u2028\u2029]/.test(value) ? `{${text(value)}}` : `"${value}"`
}
