import { describe, expect, test } from 'vitest'
import { useBrowser } from './browser.js'

const t = useBrowser()

/** Loads a model and tells the code and detail of what went wrong. */
const failure = (name: string) =>
  t.page.evaluate(async (name) => {
    try {
      await window.kit.load(name)
      return null
    } catch (error) {
      const { code, detail } = error as { code: string; detail: string }
      return { code, detail }
    }
  }, name)

describe('decoders', () => {
  test('load only when the file asks for them', async () => {
    await t.page.evaluate(() => window.kit.load('race-car'))
    expect(t.requested.filter((url) => /draco|basis/.test(url))).toEqual([])
    await t.page.evaluate(() => window.kit.load('elven-ranger-draco'))
    expect(t.requested.filter((url) => /draco_decoder.*\.wasm/.test(url))).toHaveLength(1)
    expect(t.requested.filter((url) => /basis/.test(url))).toEqual([])
    await t.page.evaluate(() => window.kit.load('elven-ranger-draco'))
    expect(t.requested.filter((url) => /draco_decoder.*\.wasm/.test(url))).toHaveLength(1)
  })

  test.each([
    ['hand-skinned-meshopt', "script-src 'self'", "'wasm-unsafe-eval'"],
    ['elven-ranger-draco', "script-src 'self'; worker-src blob:", "'wasm-unsafe-eval'"],
    ['elven-ranger-draco', "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'", 'worker-src blob:'],
    ['controller-ktx2', "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:", "'unsafe-eval'"],
  ])('%s under "%s" fails at once and names %s', async (name, policy, directive) => {
    await t.reload(policy)
    const error = await failure(name)
    expect(error?.code).toBe('decoder_blocked')
    expect(error?.detail).toContain(directive)
  })

  test('that are not where they should be are named', async () => {
    const error = await t.page.evaluate(async () => {
      try {
        await window.kit.load('elven-ranger-draco', { decoders: '/nowhere/' })
        return null
      } catch (error) {
        const { code, detail } = error as { code: string; detail: string }
        return { code, detail }
      }
    })
    expect(error?.code).toBe('decoder_blocked')
    expect(error?.detail).toContain('/nowhere/draco_')
  })

  test.each([
    ['race-car', "default-src 'self'"],
    ['zombie-skinned-animated', "default-src 'self'"],
    ['hand-skinned-meshopt', "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"],
    ['elven-ranger-draco', "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:"],
    [
      'controller-ktx2',
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'; worker-src blob:",
    ],
  ])('%s needs no more than "%s"', async (name, policy) => {
    await t.reload(policy)
    expect(await failure(name)).toBeNull()
  })
})

describe('a damaged file', () => {
  test('is refused with a code wherever it is cut, and never hangs', async () => {
    const results = await t.page.evaluate(async () => {
      const bytes = await (await fetch('/models/zombie-skinned-animated.glb')).arrayBuffer()
      const json = new DataView(bytes).getUint32(12, true)
      const cuts = [0, 4, 11, 12, 19, 20, 20 + json - 1, 20 + json, 20 + json + 8, bytes.byteLength - 1]
      const codes: string[] = []
      for (const cut of cuts) {
        const plain = bytes.slice(0, cut)
        // The same cut with a header that agrees with it: the chunks are then too long.
        const mended = bytes.slice(0, cut)
        if (cut >= 12) new DataView(mended).setUint32(8, cut, true)
        for (const damaged of [plain, mended]) {
          codes.push(
            await window.kit.core.loadModel(damaged).then(
              () => 'loaded',
              (error: { code: string }) => error.code,
            ),
          )
        }
      }
      return codes
    })
    // A file that ends with its JSON chunk lacks the bytes that its buffers state.
    expect(new Set(results)).toEqual(new Set(['invalid_model']))
  })

  test('whose picture is cut inside is refused, not shown untextured', async () => {
    const code = await t.page.evaluate(async () => {
      const bytes = await (await fetch('/models/zombie-skinned-animated.glb')).arrayBuffer()
      const json = new DataView(bytes).getUint32(12, true)
      const { images, bufferViews } = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 20, json)))
      const view = bufferViews[images[0].bufferView]
      new Uint8Array(bytes, 28 + json + (view.byteOffset ?? 0) + 60, view.byteLength - 60).fill(7)
      return window.kit.core.loadModel(bytes).then(
        () => 'loaded',
        (error: { code: string }) => error.code,
      )
    })
    expect(code).toBe('invalid_model')
  })

  test('with damaged Draco data is refused', async () => {
    const code = await t.page.evaluate(async () => {
      const bytes = await (await fetch('/models/elven-ranger-draco.glb')).arrayBuffer()
      const json = new DataView(bytes).getUint32(12, true)
      new Uint8Array(bytes, 28 + json + 100, 5000).fill(255)
      return window.kit.core.loadModel(bytes).then(
        () => 'loaded',
        (error: { code: string }) => error.code,
      )
    })
    expect(code).toBe('invalid_model')
  })
})

test('an aborted load ends at once', async () => {
  const code = await t.page.evaluate(async () => {
    const loading = new AbortController()
    const result = window.kit.load('elven-ranger-draco', {
      signal: loading.signal,
      onPhase: (phase) => {
        if (phase === 'decoding') loading.abort()
      },
    })
    return result.then(
      () => 'loaded',
      (error: { code: string }) => error.code,
    )
  })
  expect(code).toBe('aborted')
})
