/** AR in the page, on an emulated device (WebXR). */
import { expect, test } from 'vitest'
import { useBrowser } from './browser.js'

const t = useBrowser()

test.each([
  ['a floor that was found', true],
  ['no floor at all', false],
])(
  'with %s the model is placed by a tap, again after a word, and everything goes with the session',
  async (_name, hasRoom) => {
    const seen = await t.page.evaluate(async (hasRoom) => {
      const { kit } = window
      const before = kit.renderers.length
      const run = await kit.startAr('race-car', { ar: { placement: 'floor' } }, hasRoom)
      const renderer = kit.renderers.at(-1)!
      await run.select()
      const triangles = renderer.info.render.triangles
      run.moveAgain()
      await run.select()
      await run.end()
      return {
        statuses: run.statuses,
        triangles,
        made: kit.renderers.length - before,
        isGone: renderer.getContext().isContextLost(),
      }
    }, hasRoom)
    expect(seen.statuses).toEqual(['searching', 'placed', 'searching', 'placed', 'ended'])
    expect(seen.triangles).toBeGreaterThan(1000)
    expect([seen.made, seen.isGone]).toEqual([1, true])
  },
)

test('a browser without WebXR says so', async () => {
  const name = await t.page.evaluate(async () => {
    Object.defineProperty(navigator, 'xr', { value: undefined, configurable: true })
    const { startArSession } = await window.kit.ar()
    return startArSession({} as never).catch((error: DOMException) => error.name)
  })
  expect(name).toBe('NotSupportedError')
})
