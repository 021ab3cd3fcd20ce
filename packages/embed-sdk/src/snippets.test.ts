import { transformWithOxc } from 'vite'
import { JSDOM } from 'jsdom'
import { describe, expect, test } from 'vitest'
import { createSnippets, type SnippetFacts, type SnippetId } from './snippets.js'

/** Breaks out of attributes, elements, strings, templates, comments and JSX, if anything lets it. */
const NASTY = `a"b'c\`d</script><!--&amp;\\ {x} \${y}\n// */ \u2028 <img src=x onerror=alert(1)>`

const FACTS: SnippetFacts = {
  baseUrl: 'https://vectreal.example.com/3d',
  sceneId: NASTY,
  sceneName: NASTY,
  apiKey: NASTY,
  autoRotate: true,
  cameraControls: false,
  loading: 'eager',
  poster: { url: 'https://vectreal.example.com/3d/posters/a"b', width: 640, height: 480 },
  pinned: { version: '1.2.3', integrity: 'sha384-abc' },
}

function codeOf(id: SnippetId, facts: SnippetFacts = FACTS): string {
  return createSnippets(facts).find((snippet) => snippet.id === id)?.code ?? ''
}

describe('HTML', () => {
  test.each(['script', 'pinned'] as const)(
    '%s: one script and one element, whatever the scene is called',
    (id) => {
      const { document } = new JSDOM(codeOf(id)).window
      const scene = document.querySelector('vectreal-scene')
      expect(scene?.getAttribute('scene-id')).toBe(NASTY)
      expect(scene?.getAttribute('api-key')).toBe(NASTY)
      expect(scene?.getAttribute('alt')).toBe(NASTY)
      expect(scene?.getAttribute('loading')).toBe('eager')
      expect(scene?.getAttribute('auto-rotate')).toBe('')
      expect(scene?.getAttribute('camera-controls')).toBe('false')
      expect(document.querySelectorAll('script')).toHaveLength(1)
      expect(document.querySelectorAll('img')).toHaveLength(1)
      expect(document.querySelector('vectreal-scene > a > img')?.getAttribute('alt')).toBe(NASTY)
    },
  )

  test('the preview names the picture, its size and what it shows', () => {
    const link = { url: 'https://vectreal.example.com/3d/posters/a"b/link.jpg', width: 1200, height: 630 }
    const { document } = new JSDOM(codeOf('preview', { ...FACTS, link })).window
    const contents = [...document.querySelectorAll('meta')].map((meta) => [
      meta.getAttribute('property') ?? meta.name,
      meta.content,
    ])
    expect(Object.fromEntries(contents)).toEqual({
      'og:image': link.url,
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:image:alt': NASTY,
      'twitter:card': 'summary_large_image',
    })
    expect(document.querySelectorAll('meta')).toHaveLength(5)
    expect(codeOf('preview')).toBe('')
  })

  test('the script tag moves, the pinned one is held to its hash', () => {
    const script = (id: SnippetId) => new JSDOM(codeOf(id)).window.document.querySelector('script')
    expect(script('script')?.src).toBe('https://vectreal.example.com/3d/embed/v1.js')
    expect(script('pinned')?.src).toBe('https://vectreal.example.com/3d/embed/1.2.3/embed.js')
    expect(script('pinned')?.getAttribute('integrity')).toBe('sha384-abc')
    expect(script('pinned')?.getAttribute('crossorigin')).toBe('anonymous')
  })

  test('the iframe carries the key in its fragment alone', () => {
    const frame = new JSDOM(codeOf('iframe')).window.document.querySelector('iframe')
    const url = new URL(frame?.src ?? '')
    expect(url.pathname).toBe(`/3d/embed/${encodeURIComponent(NASTY)}`)
    expect(url.search).toBe('')
    expect(new URLSearchParams(url.hash.slice(1)).get('key')).toBe(NASTY)
    expect(frame?.title).toBe(NASTY)
    expect(frame?.getAttribute('sandbox')).toBe(
      'allow-scripts allow-same-origin allow-downloads allow-popups allow-top-navigation-by-user-activation allow-top-navigation-to-custom-protocols',
    )
  })
})

describe('code', () => {
  test.each(['react', 'next'] as const)('%s: the viewer gets the values as they are', async (id) => {
    const { code } = await transformWithOxc(codeOf(id), 'scene.tsx', { jsx: { runtime: 'classic' } })
    const body = code.replace(/import .*\n/, '').replace(/export (?:default )?function/, 'return function')
    const React = {
      createElement: (type: unknown, props: object) => ({ type, props }),
    }
    const environment = { env: { NEXT_PUBLIC_VECTREAL_API_KEY: NASTY } }
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- a snippet is tested by running it
    const render = new Function('React', 'VectrealViewer', 'process', body)(
      React,
      'VectrealViewer',
      environment,
    )
    expect(render()).toMatchObject({
      type: 'VectrealViewer',
      props: {
        sceneId: NASTY,
        apiKey: NASTY,
        alt: NASTY,
        baseUrl: 'https://vectreal.example.com/3d',
        loading: 'eager',
        autoRotate: true,
        cameraControls: false,
      },
    })
  })

  test('module: the element gets the values as they are, also inside a script element', () => {
    const code = codeOf('module').replace(/^import .*\n/, '')
    const { window } = new JSDOM(`<body><script>${code}</script></body>`, { runScripts: 'dangerously' })
    const scene = window.document.querySelector('vectreal-scene')
    expect(scene).toMatchObject({
      baseUrl: 'https://vectreal.example.com/3d',
      sceneId: NASTY,
      apiKey: NASTY,
      alt: NASTY,
      autoRotate: true,
      cameraControls: false,
    })
  })
})

test('a plain scene makes a plain snippet', () => {
  const facts = { baseUrl: 'https://v.example.com', sceneId: 's1', sceneName: 'Chair', apiKey: 'vctrl_x' }
  expect(codeOf('script', facts)).toMatchInlineSnapshot(`
    "<script async src="https://v.example.com/embed/v1.js"></script>
    <vectreal-scene
      scene-id="s1"
      api-key="vctrl_x"
      alt="Chair"
      style="display:block;aspect-ratio:4/3;max-height:80vh"></vectreal-scene>
    "
  `)
  expect(createSnippets(facts).map(({ id }) => id)).toEqual(['script', 'iframe', 'react', 'next', 'module'])
})
