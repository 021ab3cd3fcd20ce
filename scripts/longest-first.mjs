/**
 * The order of test files: those known to take longest first, so that none of them is left running alone at the end.
 * It matters for time only.
 */
import { BaseSequencer } from 'vitest/node'

const LONGEST = [
  'examples/tests/examples.test.ts',
  'apps/dashboard/tests/pages.test.ts',
  'apps/dashboard/tests/api-keys.test.ts',
  'apps/platform/tests/process.test.ts',
  'packages/viewer-core/tests/viewer.test.ts',
  'apps/dashboard/tests/busy-organization.test.ts',
  'apps/dashboard/tests/journeys.test.ts',
  'packages/embed-sdk/tests/element.browser.test.ts',
  'packages/react-viewer/tests/viewer.test.ts',
  'apps/platform/tests/e2e.test.ts',
  'apps/docs/tests/samples.test.ts',
  'packages/viewer-core/tests/reference.test.ts',
  'packages/embed-sdk/tests/real-platform.browser.test.ts',
  'packages/embed-sdk/tests/bad-cases.browser.test.ts',
]

const place = ({ moduleId }) => {
  const index = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`))
  return index === -1 ? LONGEST.length : index
}

export class LongestFirst extends BaseSequencer {
  async sort(files) {
    // oxlint-disable-next-line unicorn/no-array-sort -- of the base class, not of an array
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => place(a) - place(b))
  }
}
