/** The code that a site builder copies from the dashboard. Every value is escaped for the place where it stands. */
import { FRAME_ALLOW, FRAME_SANDBOX, frameUrl } from './frame/frame-url.js'

/** What a snippet is written from. */
export interface SnippetFacts {
  /** Root of the platform. */
  readonly baseUrl: string
  readonly sceneId: string
  /** Stands in for `alt`. */
  readonly sceneName: string
  /** A key, or the words that stand in for one. */
  readonly apiKey: string
  /** Text alternative; default: the name of the scene. */
  readonly alt?: string | undefined
  readonly loading?: 'lazy' | 'eager' | 'interaction' | undefined
  readonly autoRotate?: boolean | undefined
  readonly cameraControls?: boolean | undefined
  /** A poster that needs no key: shown where scripts are off or blocked. */
  readonly poster?: SnippetPicture | null | undefined
  /** The poster in the size of link previews; it needs no key either. */
  readonly link?: SnippetPicture | null | undefined
  /** From `/embed/integrity.json`: its `version`, and the hash of `<version>/embed.js`. */
  readonly pinned?: { readonly version: string; readonly integrity: string } | undefined
}

/** A picture with its size in pixels. */
export interface SnippetPicture {
  readonly url: string
  readonly width: number
  readonly height: number
}

/**
 * Which way of embedding. `pinned`: the script of one version, held by its hash (Subresource Integrity). `preview`: what a page says of
 * itself where its address is shared.
 */
export type SnippetId = 'script' | 'pinned' | 'iframe' | 'react' | 'next' | 'module' | 'preview'

/** Code to copy into a page. */
export interface Snippet {
  readonly id: SnippetId
  /** What the way of embedding is called. */
  readonly title: string
  readonly language: 'html' | 'tsx' | 'js'
  /** Escaped and ready to be pasted. */
  readonly code: string
}

/** All snippets of a scene; the pinned one where its version is known, that of link previews where there is a picture. */
export function createSnippets(facts: SnippetFacts): Snippet[] {
  const all: Snippet[] = [
    { id: 'script', title: 'Script tag', language: 'html', code: scriptSnippet(facts) },
    { id: 'iframe', title: 'Iframe', language: 'html', code: iframeSnippet(facts) },
    { id: 'react', title: 'React', language: 'tsx', code: reactSnippet(facts) },
    { id: 'next', title: 'Next.js', language: 'tsx', code: nextSnippet(facts) },
    { id: 'module', title: 'JavaScript module', language: 'js', code: moduleSnippet(facts) },
  ]
  const { pinned, link } = facts
  if (link)
    all.push({ id: 'preview', title: 'Link preview', language: 'html', code: previewSnippet(facts, link) })
  if (pinned !== undefined) {
    const code = pinnedSnippet(facts, pinned)
    all.splice(1, 0, { id: 'pinned', title: 'Script tag, pinned', language: 'html', code })
  }
  return all
}

function scriptSnippet(facts: SnippetFacts): string {
  return `<script async src="${html(`${root(facts)}embed/v1.js`)}"></script>\n${elementTag(facts)}\n`
}

function pinnedSnippet(
  facts: SnippetFacts,
  { version, integrity }: NonNullable<SnippetFacts['pinned']>,
): string {
  const source = `${root(facts)}embed/${encodeURIComponent(version)}/embed.js`
  return `<script async src="${html(source)}"
  integrity="${html(integrity)}" crossorigin="anonymous"></script>
${elementTag(facts)}
`
}

function elementTag(facts: SnippetFacts): string {
  const { sceneId, apiKey, sceneName, alt, loading, autoRotate, cameraControls } = facts
  const attributes = [
    `scene-id="${html(sceneId)}"`,
    `api-key="${html(apiKey)}"`,
    `alt="${html(alt ?? sceneName)}"`,
    ...(loading === undefined ? [] : [`loading="${loading}"`]),
    ...flag('auto-rotate', autoRotate),
    ...flag('camera-controls', cameraControls),
    // Keeps the space free before the script has come, so that nothing on the page moves; a wide page shows all of it.
    'style="display:block;aspect-ratio:4/3;max-height:80vh"',
  ]
  return `<vectreal-scene\n  ${attributes.join('\n  ')}>${fallback(facts)}</vectreal-scene>`
}

function flag(name: string, value: boolean | undefined): string[] {
  if (value === undefined) return []
  return [value ? name : `${name}="false"`]
}

/** What visitors see where no script runs. */
function fallback({ poster, alt, sceneName }: SnippetFacts): string {
  if (!poster) return ''
  const { url, width, height } = poster
  return `
  <a href="${html(url)}"><img src="${html(url)}" alt="${html(alt ?? sceneName)}"
    width="${width}" height="${height}" style="width:100%;height:auto"></a>
`
}

function iframeSnippet(facts: SnippetFacts): string {
  return `<iframe title="${html(facts.alt ?? facts.sceneName)}"
  src="${html(frameUrl(facts))}"
  sandbox="${FRAME_SANDBOX}" allow="${FRAME_ALLOW}" referrerpolicy="strict-origin" loading="lazy"
  style="display:block;width:100%;aspect-ratio:4/3;max-height:80vh;border:0"></iframe>
`
}

function reactSnippet(facts: SnippetFacts): string {
  return `import { VectrealViewer } from '@vectreal/react-viewer'

export function Scene() {
  return (
    ${viewerTag(facts, jsx(facts.apiKey))}
  )
}
`
}

function nextSnippet(facts: SnippetFacts): string {
  return `// .env.local: NEXT_PUBLIC_VECTREAL_API_KEY=${oneLine(facts.apiKey)}
import { VectrealViewer } from '@vectreal/react-viewer'

export default function Page() {
  return (
    ${viewerTag(facts, "{process.env.NEXT_PUBLIC_VECTREAL_API_KEY ?? ''}")}
  )
}
`
}

function viewerTag(facts: SnippetFacts, apiKey: string): string {
  const { sceneId, sceneName, alt, loading, autoRotate, cameraControls } = facts
  const props = [
    `sceneId=${jsx(sceneId)}`,
    `apiKey=${apiKey}`,
    `baseUrl=${jsx(address(facts))}`,
    `alt=${jsx(alt ?? sceneName)}`,
    ...(loading === undefined ? [] : [`loading="${loading}"`]),
    ...(autoRotate === undefined ? [] : [`autoRotate={${autoRotate}}`]),
    ...(cameraControls === undefined ? [] : [`cameraControls={${cameraControls}}`]),
    "style={{ aspectRatio: '4 / 3', maxHeight: '80vh' }}",
  ]
  return `<VectrealViewer\n      ${props.join('\n      ')}\n    />`
}

function moduleSnippet(facts: SnippetFacts): string {
  const { sceneId, apiKey, sceneName, alt, loading, autoRotate, cameraControls } = facts
  const lines = [
    `scene.baseUrl = ${script(address(facts))}`,
    `scene.sceneId = ${script(sceneId)}`,
    `scene.apiKey = ${script(apiKey)}`,
    `scene.alt = ${script(alt ?? sceneName)}`,
    ...(loading === undefined ? [] : [`scene.loading = '${loading}'`]),
    ...(autoRotate === undefined ? [] : [`scene.autoRotate = ${autoRotate}`]),
    ...(cameraControls === undefined ? [] : [`scene.cameraControls = ${cameraControls}`]),
  ]
  return `import '@vectreal/embed-sdk/define'

const scene = document.createElement('vectreal-scene')
${lines.join('\n')}
document.body.append(scene)
`
}

function previewSnippet({ alt, sceneName }: SnippetFacts, { url, width, height }: SnippetPicture): string {
  return `<meta property="og:image" content="${html(url)}">
<meta property="og:image:width" content="${width}">
<meta property="og:image:height" content="${height}">
<meta property="og:image:alt" content="${html(alt ?? sceneName)}">
<meta name="twitter:card" content="summary_large_image">
`
}

/** As the documentation writes it: no slash at the end. */
function address({ baseUrl }: SnippetFacts): string {
  return new URL(baseUrl).href.replace(/[?#].*$/, '').replace(/\/*$/, '')
}

const root = (facts: SnippetFacts): string => `${address(facts)}/`

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** For an attribute in double quotes. */
function html(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
}

/** A JavaScript string that may also stand inside a `<script>` element. */
function script(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return `'${escaped.replaceAll('<', '\\x3c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}

/** A JSX attribute value: JSX reads entities in a plain string, so anything unusual goes into braces. */
function jsx(text: string): string {
  return /^[\w .,:/-]*$/.test(text) ? `"${text}"` : `{${script(text)}}`
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ')
}
