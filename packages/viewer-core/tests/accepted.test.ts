/** What the rules of scene-format take, the viewer draws; and what they refuse, it refuses. */
import { expect, test } from 'vitest'
import { GLB_CASES, type GlbCase } from '@vectreal/test-kit/glb-cases'
import { useBrowser } from './browser.js'

const t = useBrowser()

/** Share of the picture that the model covers, or why there is none. */
async function draw({ name, bytes }: GlbCase): Promise<readonly [string, string | number]> {
  const base64 = Buffer.from(bytes()).toString('base64')
  const drawn = await t.page.evaluate(async (base64) => {
    const { kit } = window
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer
    try {
      const model = await kit.core.loadModel(bytes)
      const viewer = await kit.showModel(model, { settings: { shadow: { kind: 'none' } } })
      const covered = await kit.coverage(viewer)
      viewer.dispose()
      model.dispose()
      // The next one is in sight again.
      document.querySelector('#root')?.replaceChildren()
      return covered
    } catch (error) {
      const { code, detail } = error as { code?: string; detail?: string }
      return `${code}: ${detail ?? String(error)}`
    }
  }, base64)
  return [name, drawn]
}

test('every accepted case is drawn', async () => {
  const failures: unknown[] = []
  for (const accepted of GLB_CASES.filter(({ refusal }) => refusal === undefined)) {
    const [name, drawn] = await draw(accepted)
    if (typeof drawn === 'string' || drawn < 0.1) failures.push([name, drawn])
  }
  expect(failures).toEqual([])
})

test('every refused case is refused before anything is decoded, with its code and place', async () => {
  const failures: unknown[] = []
  for (const refused of GLB_CASES.filter(({ refusal }) => refusal !== undefined)) {
    const [name, drawn] = await draw(refused)
    if (!/^invalid_model: the file breaks these rules: \w+/.test(String(drawn))) failures.push([name, drawn])
  }
  expect(failures).toEqual([])
})
