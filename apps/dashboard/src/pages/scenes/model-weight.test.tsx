import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { SceneVersion } from '../../api/scenes'
import { ModelWeight } from './model-weight'

const MB = 1_000_000
const FIVE_LARGE = { count: 5, bytes: 61.8 * MB, width: 2048, height: 2048 }

function version(
  original: { bytes?: number; images?: typeof FIVE_LARGE },
  status: SceneVersion['optimization']['status'] = 'unchanged',
): SceneVersion {
  return { report: { original, delivered: null }, optimization: { status }, delivered: null } as SceneVersion
}

test('a heavy model: what of it weighs, how long a visitor waits, and what to do', () => {
  render(<ModelWeight version={version({ bytes: 62.4 * MB, images: FIVE_LARGE })} />)
  expect(screen.getByText('62.4 MB; textures 5 × up to 2048²: 99 %; about 50 s at 10 Mbit/s')).toBeTruthy()
  expect(screen.getByText(/^Export it with smaller textures/)).toBeTruthy()
})

test.each([
  ['none', FIVE_LARGE, /^Optimise the model below/],
  ['pending', FIVE_LARGE, /^The server is making a lighter file/],
  ['unchanged', { ...FIVE_LARGE, bytes: MB }, /^Reduce the polygons/],
  ['unchanged', { ...FIVE_LARGE, width: 1024, height: 1024 }, /^Use fewer textures/],
] as const)('optimisation %s: the advice fits', (status, images, advice) => {
  render(<ModelWeight version={version({ bytes: 62.4 * MB, images }, status)} />)
  expect(screen.getByText(advice)).toBeTruthy()
})

test('a light model has its facts and no advice', () => {
  render(<ModelWeight version={version({ bytes: MB, images: { ...FIVE_LARGE, count: 0, bytes: 0 } })} />)
  expect(screen.getByText('1.0 MB; geometry: 100 %; about a second or less at 10 Mbit/s')).toBeTruthy()
})

test('nothing is said of a model that was never measured', () => {
  const { container } = render(<ModelWeight version={version({ bytes: MB })} />)
  expect(container.textContent).toBe('')
})
