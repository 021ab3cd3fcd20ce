import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createFairQueue } from './fair-queue.js'
import { createStopController } from './stop-controller.js'

test('many jobs wait for one signal, and nobody is warned of a leak', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  const queue = createFairQueue({
    atOnce: 1,
    atOncePerOrganization: 1,
    waitingPerOrganization: 50,
    waiting: 50,
    maxWaitMs: 60_000,
  })
  const { signal } = createStopController()
  await Promise.all(Array.from({ length: 40 }, () => queue.run('org', signal, () => Promise.resolve())))
  // Warnings come in the order in which they were given.
  process.emitWarning('the last one', 'TestWarning')
  await once(process, 'warning')
  process.off('warning', note)
  expect(warnings.map(({ name }) => name)).toEqual(['TestWarning'])
})
