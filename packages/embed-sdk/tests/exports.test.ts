import { expect, test } from 'vitest'

/** Whoever imports one of these must be told in a changeset when it goes. */
test.each([
  ['@vectreal/embed-sdk', () => import('@vectreal/embed-sdk')],
  ['@vectreal/embed-sdk/element', () => import('@vectreal/embed-sdk/element')],
  ['@vectreal/embed-sdk/define', () => import('@vectreal/embed-sdk/define')],
  ['@vectreal/embed-sdk/iframe', () => import('@vectreal/embed-sdk/iframe')],
  ['@vectreal/embed-sdk/reports', () => import('@vectreal/embed-sdk/reports')],
  ['@vectreal/embed-sdk/snippets', () => import('@vectreal/embed-sdk/snippets')],
])('the names of %s are these', async (_name, load) => {
  expect(Object.keys(await load()).toSorted()).toMatchSnapshot()
})
