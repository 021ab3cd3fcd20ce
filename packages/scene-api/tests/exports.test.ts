import { expect, test } from 'vitest'

/** Whoever imports one of these must be told in a changeset when it goes. */
test.each([
  ['@vectreal/scene-api', () => import('@vectreal/scene-api')],
  ['@vectreal/scene-api/schemas', () => import('@vectreal/scene-api/schemas')],
  ['@vectreal/scene-api/client', () => import('@vectreal/scene-api/client')],
  ['@vectreal/scene-api/drawing', () => import('@vectreal/scene-api/drawing')],
  ['@vectreal/scene-api/starting', () => import('@vectreal/scene-api/starting')],
])('the names of %s are these', async (_name, load) => {
  expect(Object.keys(await load()).toSorted()).toMatchSnapshot()
})
