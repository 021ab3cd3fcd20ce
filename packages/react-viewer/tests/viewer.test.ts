import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import {
  ModelProvider,
  type SceneManifest,
  VectrealViewer,
  type VectrealViewerHandle,
} from '@vectreal/react-viewer'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { useBrowser } from './browser.js'
import { API_KEY } from './scene-server.js'

const t = useBrowser()
const source = () => ({ sceneId: 'race-car', apiKey: API_KEY, baseUrl: t.server.apiOrigin })
const state = (name: string) => t.page.locator(`[data-vectreal-state="${name}"]`)
const modelRequests = () => t.server.requests.filter(({ url }) => url.endsWith('/model'))

/** Renders one viewer under a provider, in StrictMode. */
function render(props: Record<string, unknown> = {}, scene: Record<string, unknown> = {}): Promise<void> {
  return t.page.evaluate(
    ({ props, source }) => {
      const { React, createRoot, viewer, QUICK } = window.kit
      const root = createRoot(document.querySelector('#root')!)
      const show = (props: object): void =>
        root.render(
          React.createElement(
            React.StrictMode,
            null,
            React.createElement(
              viewer.ModelProvider,
              source,
              React.createElement(viewer.VectrealViewer, { settings: QUICK, ...props }),
            ),
          ),
        )
      Object.assign(window, { root, show })
      show(props)
    },
    { props, source: { ...source(), ...scene } },
  )
}

describe('a scene behind a key', () => {
  test('is drawn in StrictMode, loaded once, without a complaint or a foreign request, the key in the header alone', async () => {
    await render({ alt: 'A race car' })
    await state('ready').waitFor()
    expect(await t.page.getByRole('application', { name: 'A race car' }).isVisible()).toBe(true)
    expect(await t.coverage('.vectreal-viewer')).toBeGreaterThan(0.1)
    expect(modelRequests()).toHaveLength(1)
    expect(t.complaints).toEqual([])
    const own = [t.server.apiOrigin, t.server.siteOrigin, 'blob:', 'data:']
    expect(t.requested.filter((url) => !own.some((start) => url.startsWith(start)))).toEqual([])
    expect(t.requested.filter((url) => url.includes(API_KEY))).toEqual([])
    expect(t.server.requests.every(({ authorization }) => authorization === `Bearer ${API_KEY}`)).toBe(true)
    expect(await t.page.content()).not.toContain(API_KEY)
  })

  test('that is away shows a calm line, the reason on localhost, and loads with Retry', async () => {
    t.server.refuse({ status: 503, code: 'temporarily_unavailable' })
    await render()
    const panel = t.page.getByRole('alert')
    await panel.waitFor()
    expect(await state('error').count()).toBe(1)
    expect(await panel.textContent()).toContain('not available at the moment')
    expect(await panel.textContent()).toContain('temporarily_unavailable')
    t.server.refuse(null)
    await t.page.getByRole('button', { name: 'Try again' }).click()
    await state('ready').waitFor()
    expect(await panel.count()).toBe(0)
  })

  test('tells its progress in bytes, and the poster is there meanwhile', async () => {
    t.server.holdModelAfter(60_000)
    await render({ alt: 'A race car' })
    const bar = t.page.getByRole('progressbar', { name: 'Loading 3D view' })
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('51')
    await t.page.getByRole('img', { name: 'A race car' }).waitFor()
    t.server.holdModelAfter(null)
    await state('ready').waitFor()
    expect(await bar.count()).toBe(0)
    expect(await t.page.getByRole('img').count()).toBe(0)
  })

  test('has the decoder that it names fetched beside the rest of its bytes, and no other', async () => {
    const decoders: string[] = []
    t.page.on('request', (request) => {
      const decoder = /meshopt_decoder|draco_|basis_/.exec(request.url())?.[0]
      if (decoder !== undefined) decoders.push(decoder)
    })
    t.server.holdModelAfter(20_000)
    await render({}, { sceneId: 'hand-skinned-meshopt' })
    await expect.poll(() => decoders).toEqual(['meshopt_decoder'])
    await state('downloading').waitFor()
    t.server.holdModelAfter(null)
    await state('ready').waitFor()
    await render({}, { sceneId: 'race-car' })
    await state('ready').waitFor()
    expect(decoders).toEqual(['meshopt_decoder'])
  })

  test('that is left in the middle of the download asks for nothing more', async () => {
    t.server.holdModelAfter(60_000)
    await render()
    await state('downloading').waitFor()
    await expect.poll(() => modelRequests().length).toBe(1)
    await t.page.evaluate(() => (window as unknown as { root: { unmount(): void } }).root.unmount())
    await expect.poll(() => modelRequests()[0]?.aborted).toBe(true)
  })

  test.each([
    ['cut in the middle', (bytes: Buffer) => bytes.subarray(0, 5000)],
    ['with another magic number', (bytes: Buffer) => Buffer.from(bytes).fill('X', 0, 4)],
    ['not a GLB at all', () => Buffer.from('<html>Not found</html>')],
  ])('whose file is %s is a typed error with the poster kept', async (_how, damage) => {
    const whole = await readModel('race-car')
    t.server.replaceModel(damage(whole))
    await render({ alt: 'A race car' })
    await t.page.locator('[data-vectreal-error="invalid_model"]').waitFor()
    await t.page.getByRole('img', { name: 'A race car' }).waitFor()
    expect(await state('error').count()).toBe(1)
  })
})

describe('React for real', () => {
  test('the server renders what the client renders first: no recoverable error', async () => {
    const manifest = {
      id: 'race-car',
      projectId: 'project-1',
      name: 'Race car',
      version: 1,
      updatedAt: '2026-11-01T12:00:00.000Z',
      model: { url: `${t.server.apiOrigin}/api/scenes/race-car/model`, mediaType: '', bytes: 1, sha256: '' },
      poster: {
        url: 'data:image/png;base64,AA==',
        mediaType: '',
        width: 400,
        height: 300,
        placeholder: null,
      },
      settings: { credit: { title: 'Race Car', author: 'Kenney', licence: 'CC0', sourceUrl: '' } },
    } as unknown as SceneManifest
    const props = { ...source(), manifest, alt: 'A race car' }
    const html = renderToString(
      createElement(
        ModelProvider,
        { ...source() },
        createElement(VectrealViewer, { manifest, alt: 'A race car' }),
      ),
    )
    const errors = await t.page.evaluate(
      ({ html, props }) => {
        const { React, hydrateRoot, viewer, QUICK } = window.kit
        const { manifest, alt, ...source } = props
        const root = document.querySelector('#root')!
        root.innerHTML = html
        const errors: string[] = []
        Object.assign(window, { errors })
        hydrateRoot(
          root,
          React.createElement(
            viewer.ModelProvider,
            source,
            React.createElement(viewer.VectrealViewer, { manifest, alt, settings: QUICK }),
          ),
          { onRecoverableError: (error) => errors.push(String(error)) },
        )
        return errors
      },
      { html, props },
    )
    await state('ready').waitFor()
    expect(errors).toEqual([])
    expect(await t.page.evaluate(() => (window as unknown as { errors: string[] }).errors)).toEqual([])
    expect(t.complaints).toEqual([])
  })

  test('hidden by Activity and shown again in StrictMode, it draws the same picture', async () => {
    await t.page.evaluate((source) => {
      const { React, createRoot, viewer, QUICK } = window.kit
      const handle = React.createRef<VectrealViewerHandle>()
      const root = createRoot(document.querySelector('#root')!)
      const show = (mode: 'visible' | 'hidden'): void =>
        root.render(
          React.createElement(
            React.StrictMode,
            null,
            React.createElement(React.Activity, {
              mode,
              // Its type asks for children among the props.
              // oxlint-disable-next-line react/no-children-prop
              children: React.createElement(
                viewer.ModelProvider,
                source,
                React.createElement(viewer.VectrealViewer, { ref: handle, settings: QUICK }),
              ),
            }),
          ),
        )
      Object.assign(window, { show, handle })
      show('visible')
    }, source())
    await state('ready').waitFor()
    await t.page.getByRole('application').focus()
    await t.page.keyboard.press('ArrowRight')
    const azimuth = () =>
      t.page.evaluate(
        () =>
          (window as unknown as { handle: { current: { pose: { azimuth: number } | null } } }).handle.current
            .pose?.azimuth,
      )
    const before = await azimuth()
    // The ring around what has the focus goes with it.
    await t.page.getByRole('application').blur()
    // The camera glides to where the key has sent it.
    let coverage = 0
    const isSettled = async () => {
      const last = coverage
      coverage = await t.coverage('.vectreal-viewer')
      return last === coverage
    }
    await expect.poll(isSettled).toBe(true)
    expect(coverage).toBeGreaterThan(0.1)
    const show = (mode: string) =>
      t.page.evaluate((mode) => (window as unknown as { show(mode: string): void }).show(mode), mode)
    await show('hidden')
    await expect.poll(() => t.page.evaluate(() => window.kit.pageContexts.live)).toBe(0)
    await show('visible')
    await state('ready').waitFor()
    expect(await azimuth()).toBe(before)
    expect(await t.page.locator('canvas').count()).toBe(1)
    await expect.poll(() => t.coverage('.vectreal-viewer')).toBeCloseTo(coverage, 2)
  })

  test('two viewers of one provider share one load', async () => {
    await t.page.evaluate((source) => {
      const { React, createRoot, viewer, QUICK } = window.kit
      const one = (key: string) =>
        React.createElement(viewer.VectrealViewer, { key, settings: QUICK, style: { width: 200 } })
      createRoot(document.querySelector('#root')!).render(
        React.createElement(viewer.ModelProvider, source, [one('a'), one('b')]),
      )
    }, source())
    await expect.poll(() => state('ready').count()).toBe(2)
    expect(modelRequests()).toHaveLength(1)
  })

  test('a Suspense boundary above the provider loads once', async () => {
    await t.page.evaluate((source) => {
      const { React, createRoot, viewer, QUICK } = window.kit
      function Variants() {
        return React.createElement('p', null, `triangles ${viewer.useModel().triangles}`)
      }
      createRoot(document.querySelector('#root')!).render(
        React.createElement(
          React.Suspense,
          { fallback: 'waiting' },
          React.createElement(
            viewer.ModelProvider,
            source,
            React.createElement(Variants),
            React.createElement(viewer.VectrealViewer, { settings: QUICK }),
          ),
        ),
      )
    }, source())
    await t.page.getByText(/triangles 1\d\d\d/).waitFor()
    await state('ready').waitFor()
    expect(modelRequests()).toHaveLength(1)
  })

  test('children are React Three Fiber elements of the same scene', async () => {
    await t.page.evaluate((source) => {
      const { React, createRoot, viewer, QUICK } = window.kit
      Object.assign(window, { groups: [] })
      const ref = (group: unknown) => (window as unknown as { groups: unknown[] }).groups.push(group)
      createRoot(document.querySelector('#root')!).render(
        React.createElement(
          viewer.ModelProvider,
          source,
          React.createElement(
            viewer.VectrealViewer,
            { settings: QUICK },
            React.createElement('group', { ref, name: 'mine' } as object),
          ),
        ),
      )
    }, source())
    await state('ready').waitFor()
    const parents = await t.page.evaluate(() =>
      (window as unknown as { groups: { name: string; parent: { type: string } | null }[] }).groups
        .filter(Boolean)
        .map(({ name, parent }) => `${name} in ${parent?.type}`),
    )
    expect(parents).toContain('mine in Scene')
  })

  test('50 mounts leave no context, no canvas and no GPU memory behind', async () => {
    const left = await t.page.evaluate(async (source) => {
      const { React, createRoot, viewer, QUICK, renderers, pageContexts } = window.kit
      for (let cycle = 0; cycle < 50; cycle += 1) {
        const root = createRoot(document.querySelector('#root')!)
        await new Promise((resolve) => {
          root.render(
            React.createElement(
              viewer.ModelProvider,
              source,
              React.createElement(viewer.VectrealViewer, {
                settings: QUICK,
                style: { width: 120 },
                onLoad: resolve,
              }),
            ),
          )
        })
        root.unmount()
      }
      return {
        renderers: renderers.length,
        memory: Math.max(...renderers.map(({ info }) => info.memory.geometries + info.memory.textures)),
        live: pageContexts.live,
        canvases: document.querySelectorAll('canvas').length,
      }
    }, source())
    expect(left).toEqual({ renderers: 50, memory: 0, live: 0, canvases: 0 })
    // The bytes come once; each mount asks the API anew whether the key still holds.
    expect(modelRequests()).toHaveLength(1)
    expect(t.server.requests.filter(({ url }) => url === '/api/scenes/race-car').length).toBe(50)
  }, 600_000)

  test('50 changes of the scene leave one canvas, and in the end no GPU memory', async () => {
    const left = await t.page.evaluate(async (source) => {
      const { React, createRoot, viewer, QUICK, renderers, pageContexts } = window.kit
      const root = createRoot(document.querySelector('#root')!)
      let canvases = 0
      for (let change = 0; change < 50; change += 1) {
        const sceneId = change % 2 === 0 ? 'race-car' : 'sports-sedan-variants'
        await new Promise((resolve) => {
          root.render(
            React.createElement(
              viewer.ModelProvider,
              { ...source, sceneId },
              React.createElement(viewer.VectrealViewer, {
                settings: QUICK,
                style: { width: 120 },
                onLoad: resolve,
              }),
            ),
          )
        })
        canvases = Math.max(canvases, document.querySelectorAll('canvas').length)
      }
      root.unmount()
      return {
        canvases,
        memory: Math.max(...renderers.map(({ info }) => info.memory.geometries + info.memory.textures)),
        live: pageContexts.live,
      }
    }, source())
    expect(left).toEqual({ canvases: 1, memory: 0, live: 0 })
    // A scene that was there a moment ago is not downloaded again.
    expect(modelRequests()).toHaveLength(2)
  }, 600_000)

  test('a route that is left and come back to shows its own scene, downloaded once', async () => {
    await t.page.evaluate((source) => {
      const { React, createRoot, viewer, QUICK } = window.kit
      const root = createRoot(document.querySelector('#root')!)
      const go = (route: string | null): void =>
        root.render(
          route === null
            ? React.createElement('h1', null, 'Imprint')
            : React.createElement(
                viewer.ModelProvider,
                { ...source, key: route, sceneId: route },
                React.createElement(viewer.VectrealViewer, { alt: route, settings: QUICK }),
              ),
        )
      Object.assign(window, { go })
      go('race-car')
    }, source())
    const go = (route: string | null) =>
      t.page.evaluate((route) => (window as unknown as { go(route: string | null): void }).go(route), route)
    const shown = (name: string) => state('ready').getByRole('application', { name })
    await shown('race-car').waitFor()
    await go(null)
    await t.page.getByRole('heading', { name: 'Imprint' }).waitFor()
    await expect.poll(() => t.page.evaluate(() => window.kit.pageContexts.live)).toBe(0)
    await go('race-car')
    await shown('race-car').waitFor()
    await go('showroom-cameras-lights')
    await shown('showroom-cameras-lights').waitFor()
    expect(await t.page.locator('canvas').count()).toBe(1)
    expect(modelRequests().map(({ url }) => url)).toEqual([
      '/api/scenes/race-car/model',
      '/api/scenes/showroom-cameras-lights/model',
    ])
    expect(t.complaints).toEqual([])
  })

  test('who saves data is asked before anything is loaded', async () => {
    await t.page.addInitScript(() =>
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
    )
    await t.page.reload()
    await render()
    await t.page.getByRole('button', { name: 'View in 3D' }).click({ trial: true })
    expect(t.server.requests).toEqual([])
    await t.page.getByRole('button', { name: 'View in 3D' }).click()
    await state('ready').waitFor()
  })

  test('changed props change the picture, not the load', async () => {
    await render({ cameraControls: true }, { sceneId: 'showroom-cameras-lights' })
    await state('ready').waitFor()
    const show = (props: object) =>
      t.page.evaluate((props) => (window as unknown as { show(props: object): void }).show(props), props)
    await show({ cameraControls: false, alt: 'Showroom', camera: 'Top' })
    const application = t.page.getByRole('application', { name: 'Showroom' })
    await application.waitFor()
    await expect
      .poll(() => application.evaluate((one) => one.querySelectorAll('button[data-hotspot]').length))
      .toBe(2)
    expect(modelRequests()).toHaveLength(1)
  })
})

test('a lost context shows the poster and comes back', async () => {
  await render({ alt: 'A race car' })
  await state('ready').waitFor()
  await t.page.evaluate(() =>
    window.kit.renderers.at(-1)!.getContext().getExtension('WEBGL_lose_context')!.loseContext(),
  )
  await state('context-lost').waitFor()
  await t.page.getByRole('img', { name: 'A race car' }).waitFor()
  await state('ready').waitFor()
  await expect.poll(() => t.page.getByRole('img').count()).toBe(0)
})

test('a copy of the markup of a drawn scene shows its poster', async () => {
  await render({ alt: 'A race car' })
  await state('ready').waitFor()
  await t.page.evaluate(() => {
    const copy = document.querySelector('.vectreal-viewer')!.cloneNode(true) as HTMLElement
    copy.id = 'copy'
    document.body.append(copy)
  })
  await t.page.locator('#copy').getByRole('img', { name: 'A race car' }).waitFor()
  expect(
    await t.page.locator('#copy .vectreal-poster').evaluate((poster) => getComputedStyle(poster).opacity),
  ).toBe('1')
})

test('a viewer that another document adopts has its frame there', async () => {
  await render({ alt: 'A race car' })
  await state('ready').waitFor()
  const place = await t.page.evaluateHandle(() => {
    const iframe = document.createElement('iframe')
    document.body.append(iframe)
    const inner = iframe.contentDocument!
    inner.body.append(document.querySelector('.vectreal-viewer')!)
    return inner.querySelector('.vectreal-host')!
  })
  await expect.poll(() => place.evaluate((host) => getComputedStyle(host).position)).toBe('absolute')
})

test('a viewer that goes through a template is shown again, without a complaint', async () => {
  await render({ alt: 'A race car' })
  await state('ready').waitFor()
  const kept = await t.page.evaluateHandle(() => {
    const viewer = document.querySelector('.vectreal-viewer')!
    document.createElement('template').content.append(viewer)
    // The sizes of what is left are told after a frame.
    return new Promise<Element>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0, viewer)))
  })
  await t.page.evaluate((viewer) => document.querySelector('#root')!.append(viewer), kept)
  await expect.poll(() => t.coverage('.vectreal-viewer')).toBeGreaterThan(0.1)
  expect(t.complaints).toEqual([])
})

test.each(['ready', 'error', 'downloading'] as const)('axe finds nothing while %s', async (phase) => {
  if (phase === 'error') t.server.refuse({ status: 403, code: 'domain_not_allowed', layer: 'domain' })
  if (phase === 'downloading') t.server.holdModelAfter(60_000)
  await render({ alt: 'A showroom' }, { sceneId: 'showroom-cameras-lights' })
  await state(phase).waitFor()
  await t.page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') })
  const violations = await t.page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(root: Element): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run(document.querySelector('#root')!)
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })
  expect(violations).toEqual([])
})

async function readModel(name: string): Promise<Buffer> {
  return readFile(new URL(`../../viewer-core/fixtures/${name}.glb`, import.meta.url))
}
