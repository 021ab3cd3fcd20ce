import { describe, expect, test } from 'vitest'
import { useBrowser } from './browser.js'
import { API_KEY } from './scene-server.js'

const t = useBrowser()
const stateOf = (selector = '[data-vectreal-viewer]') =>
  t.page.locator(selector).first().getAttribute('data-vectreal-state')

/** Renders one viewer, under a provider, in StrictMode. */
function render(props: Record<string, unknown> = {}, scene: Record<string, unknown> = {}) {
  const source = { sceneId: 'race-car', apiKey: API_KEY, baseUrl: t.server.apiOrigin, ...scene }
  return t.page.evaluate(
    ({ props, source }) => {
      const { React, createRoot, viewer } = window.kit
      const element = React.createElement(
        React.StrictMode,
        null,
        React.createElement(viewer.ModelProvider, source, React.createElement(viewer.VectrealViewer, props)),
      )
      const root = createRoot(document.querySelector('#root')!)
      root.render(element)
      Object.assign(window, { root })
    },
    { props, source },
  )
}

const ready = () => t.page.locator('[data-vectreal-state="ready"]').waitFor()

describe('a scene behind a key', () => {
  test('is drawn in StrictMode, loaded once, without a complaint', async () => {
    await render({ alt: 'A race car' })
    await ready()
    const application = t.page.getByRole('application', { name: 'A race car' })
    expect(await application.isVisible()).toBe(true)
    expect(t.server.requests.map(({ url }) => url).filter((url) => url.endsWith('/model'))).toHaveLength(1)
    expect(t.complaints).toEqual([])
  })

  test('sends the key in the header alone, and nothing to a third party', async () => {
    await render()
    await ready()
    const own = [t.server.apiOrigin, t.server.siteOrigin, 'blob:', 'data:']
    expect(t.requested.filter((url) => !own.some((start) => url.startsWith(start)))).toEqual([])
    expect(t.requested.filter((url) => url.includes(API_KEY))).toEqual([])
    expect(t.server.requests.every(({ authorization }) => authorization === `Bearer ${API_KEY}`)).toBe(true)
  })

  test('refused: shows a calm line, and the reason and remedy on localhost', async () => {
    t.server.refuse({ status: 401, code: 'key_revoked', layer: 'key' })
    await render()
    const panel = t.page.getByRole('alert')
    await panel.waitFor()
    expect(await stateOf()).toBe('error')
    expect(await panel.textContent()).toContain('cannot be shown right now')
    expect(await panel.textContent()).toContain('key_revoked')
    t.server.refuse(null)
    await t.page.getByRole('button', { name: 'Try again' }).click()
    await ready()
    expect(await panel.count()).toBe(0)
  })
})
