import { expect, test } from 'vitest'

/** Whoever imports one of these must be told in a changeset when it goes. */
test.each([
  ['@vectreal/react-viewer', () => import('@vectreal/react-viewer')],
  ['@vectreal/react-viewer/testing', () => import('@vectreal/react-viewer/testing')],
])('the names of %s are these', async (_name, load) => {
  expect(Object.keys(await load()).toSorted()).toMatchSnapshot()
})
