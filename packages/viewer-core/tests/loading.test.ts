import { describe, expect, test } from 'vitest'
import type { LoadModelOptions } from '../src/load-model.js'
import { useBrowser } from './browser.js'

const t = useBrowser()

/** Loads a model and tells the code and detail of what went wrong. */
const failure = (name: string, options: LoadModelOptions = {}) =>
  t.page.evaluate(
    async ([name, options]) => {
      try {
        await window.kit.load(name, options)
        return null
      } catch (error) {
        const { code, detail } = error as { code: string; detail: string }
        return { code, detail }
      }
    },
    [name, options] as const,
  )

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
    ['controller-ktx2', "script-src 'self'; worker-src blob:", "'wasm-unsafe-eval'"],
    ['controller-ktx2', "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'", 'worker-src blob:'],
  ])('%s under "%s" fails at once and names %s', async (name, policy, directive) => {
    await t.reload(policy)
    const error = await failure(name)
    expect(error?.code).toBe('decoder_blocked')
    expect(error?.detail).toContain(directive)
  })

  test('that are not where they should be are named', async () => {
    const error = await failure('elven-ranger-draco', { decoders: '/nowhere/' })
    expect(error?.code).toBe('decoder_blocked')
    expect(error?.detail).toContain('/nowhere/draco_')
  })

  test.each([
    ['elven-ranger-draco', 'draco_decoder'],
    ['controller-ktx2', 'basis_transcoder'],
  ])('%s is given up when %s says nothing, with the directives to look at', async (name, file) => {
    // The file never arrives, and nothing ever says so.
    await t.page.route(`**/*${file}*.wasm`, () => {})
    const error = await failure(name, { decoderSilenceMs: 300 })
    expect(error?.code).toBe('decoder_blocked')
    expect(error?.detail).toContain('silent for 0.3 s')
    expect(error?.detail).toContain('worker-src blob:')
    expect(error?.detail).toContain("'wasm-unsafe-eval'")
    // The next try starts afresh.
    await t.page.unroute(`**/*${file}*.wasm`)
    expect(await failure(name)).toBeNull()
  })

  test('work on one model at a time', async () => {
    const seen = await t.page.evaluate(async () => {
      const seen: string[] = []
      await Promise.all(
        ['elven-ranger-draco', 'hand-skinned-meshopt', 'race-car'].map(async (name) => {
          const begins = async (): Promise<void> => {
            // Whoever waited for the one before hears of its end in the same turn.
            for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
            seen.push('begins')
          }
          await window.kit.load(name, {
            onPhase: (phase) => {
              if (phase === 'decoding') void begins()
            },
          })
          seen.push('ends')
        }),
      )
      return seen
    })
    expect(seen).toEqual(['begins', 'ends', 'begins', 'ends', 'begins', 'ends'])
  })

  test.each([
    ['race-car', "default-src 'self'"],
    ['zombie-skinned-animated', "default-src 'self'"],
    ['hand-skinned-meshopt', "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"],
    ['elven-ranger-draco', "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:"],
    ['controller-ktx2', "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:"],
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
