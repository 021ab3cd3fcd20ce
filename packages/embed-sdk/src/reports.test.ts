import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createReporter, type ReporterOptions } from './reports.js'
import { EMBED_ERROR_CODES, PAGE_ERROR_CODES } from '@vectreal/scene-format'
import { VectrealError } from './vectreal-error.js'

let sent: { url: string; init: RequestInit; reports: { code: string; detail: string | null }[] }[]

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
})
afterEach(() => {
  vi.useRealTimers()
})

function reporter(options: Partial<ReporterOptions> = {}) {
  return createReporter({
    baseUrl: 'https://scenes.example.com/',
    fetch: async (url, init = {}) => {
      sent.push({ url: String(url), init, ...(JSON.parse(String(init.body)) as { reports: [] }) })
      return new Response(null, { status: 204 })
    },
    ...options,
  })
}
const codes = () => sent.flatMap(({ reports }) => reports.map(({ code }) => code))

test('failures of one moment travel together, without key, cookie or preflight', () => {
  const { failed } = reporter()
  failed('car', new VectrealError('decoder_blocked'))
  failed('chair', new VectrealError('invalid_model', { detail: `vctrl_${'k'.repeat(43)} is in here` }))
  expect(sent).toEqual([])
  vi.runAllTimers()
  expect(sent).toHaveLength(1)
  expect(codes()).toEqual(['decoder_blocked', 'invalid_model'])
  expect(sent[0]?.url).toBe('https://scenes.example.com/api/embed/reports')
  expect(sent[0]?.init).toMatchObject({
    keepalive: true,
    credentials: 'omit',
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
  })
  expect(String(sent[0]?.init.body)).not.toContain('k'.repeat(43))
})

test('a failure is told once a page for each scene', () => {
  const { failed, flush } = reporter()
  for (const scene of ['car', 'car', 'chair']) failed(scene, new VectrealError('context_lost'))
  flush()
  failed('car', new VectrealError('context_lost'))
  flush()
  expect(codes()).toEqual(['context_lost', 'context_lost'])
})

test('what the platform refused itself, and an abort, is not told; everything else is', () => {
  const { failed, flush } = reporter()
  for (const code of [...EMBED_ERROR_CODES, ...PAGE_ERROR_CODES]) failed('car', new VectrealError(code))
  flush()
  expect(codes()).toEqual(PAGE_ERROR_CODES.filter((code) => code !== 'aborted'))
})

test('of twenty scenes that fail each body stays below 4 KB, and the twenty-first is not told', () => {
  const { failed, flush } = reporter()
  for (let scene = 0; scene < 21; scene += 1) {
    failed(`scene-${scene}`, new VectrealError('network', { detail: '鍵'.repeat(1000) }))
  }
  flush()
  expect(codes()).toHaveLength(20)
  for (const { init } of sent) expect(new TextEncoder().encode(String(init.body)).length).toBeLessThan(4001)
})

test('a share of the failures is enough where somebody says so', () => {
  const random = vi.fn<() => number>().mockReturnValueOnce(0.05).mockReturnValueOnce(0.5)
  const { failed, flush } = reporter({ sampleRate: 0.1, random })
  failed('car', new VectrealError('network'))
  failed('chair', new VectrealError('network'))
  flush()
  expect(codes()).toEqual(['network'])
})

test('a scene that took more than ten seconds to show is told as slow, a quicker one is not', () => {
  const { shown, flush } = reporter()
  shown('quick', 10_000, 118_000)
  shown('slow', 10_001.4, 118_000)
  flush()
  expect(sent.flatMap(({ reports }) => reports)).toMatchObject([
    { sceneId: 'slow', code: 'slow', detail: 'shown after 10001 ms, model 118000 bytes' },
  ])
})

test('the figures of a scene are told when asked for', () => {
  const { measured, flush } = reporter()
  measured('car', { posterMs: null, firstFrameMs: 812, modelBytes: 118_000 })
  flush()
  expect(sent[0]?.reports[0]).toMatchObject({
    code: 'figures',
    detail: 'poster - ms, first frame 812 ms, model 118000 bytes',
  })
})
