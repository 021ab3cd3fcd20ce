import { expect, test } from 'vitest'

/** Whoever imports one of these must be told in a changeset when it goes. */
test.each([
  ['@vectreal/viewer-core', () => import('@vectreal/viewer-core')],
  ['@vectreal/viewer-core/credit', () => import('@vectreal/viewer-core/credit')],
  ['@vectreal/viewer-core/styles', () => import('@vectreal/viewer-core/styles')],
  ['@vectreal/viewer-core/labels', () => import('@vectreal/viewer-core/labels')],
])('the names of %s are these', async (_name, load) => {
  expect(Object.keys(await load()).toSorted()).toMatchSnapshot()
})
