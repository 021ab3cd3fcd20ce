import { expect, test } from 'vitest'
import { parseManifest } from './manifest.js'
import { DEFAULT_SCENE_SETTINGS } from './settings.js'

const model = { url: '/api/scenes/s/model', mediaType: 'model/gltf-binary', bytes: 12, sha256: 'ab' }
const manifest = { id: 's', projectId: 'p', name: 'Shoe', version: 1, updatedAt: '', model, poster: null }

test('a manifest is returned as it came', () => {
  const whole = { ...manifest, settings: DEFAULT_SCENE_SETTINGS }
  expect(parseManifest(whole)).toEqual(whole)
})

test.each([
  ['null', null],
  ['text', 'manifest'],
  ['an object of another kind', { ok: true }],
  ['no model', { ...manifest, model: null }],
  ['a model without bytes', { ...manifest, model: { ...model, bytes: 0 } }],
  ['a model whose bytes are text', { ...manifest, model: { ...model, bytes: '12' } }],
  ['a model without a hash', { ...manifest, model: { ...model, sha256: undefined } }],
])('%s is not a manifest', (_what, value) => {
  expect(parseManifest(value)).toBeNull()
})
