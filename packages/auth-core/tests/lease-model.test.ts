/** `model/lease-protocol.pml`, every interleaving of it, with Debian's `spin` and a C compiler. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const run = promisify(execFile)
const MODEL = fileURLToPath(new URL('../model/lease-protocol.pml', import.meta.url))
const isMissing = (program: string, version: string) => spawnSync(program, [version]).error !== undefined
const cannotRun = isMissing('spin', '-V') || isMissing('cc', '--version')

/** Deeper than any run of the model: a search that was cut off counts as an error. */
const DEPTH = ['-m100000', '-b']
const ONE_REQUEST = ['-DREQUESTS=1']

interface Outcome {
  readonly errors: number
  readonly states: number
}

async function check(defines: readonly string[], optimization: '-O0' | '-O1'): Promise<Outcome> {
  const cwd = await mkdtemp(join(tmpdir(), 'vectreal-spin-'))
  try {
    await run('spin', ['-a', ...defines, MODEL], { cwd })
    await run('cc', [optimization, '-w', '-DSAFETY', '-o', 'pan', 'pan.c'], { cwd })
    // A node that waits for ever is no fault: `-E`.
    const { stdout } = await run('./pan', ['-n', '-E', '-w20', ...DEPTH], { cwd })
    return { errors: numberOf(/errors: (\d+)/, stdout), states: numberOf(/(\d+) states, stored/, stdout) }
  } finally {
    await rm(cwd, { recursive: true, force: true })
  }
}

function numberOf(pattern: RegExp, text: string): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`spin reported no ${pattern}:\n${text}`)
  return Number(found)
}

describe.skipIf(cannotRun)('the lease protocol (skipped without spin and a C compiler on the path)', () => {
  // The states are those of docs/reliability.md.
  test.each([
    ['one request at a time', ONE_REQUEST, 63_348],
    ['two requests at once', ['-DTTL=1'], 360_668],
    ['two nodes', ['-DNODES=2', ...ONE_REQUEST, '-DTTL=1', '-DASKING=1'], 844_828],
    ['workers that acknowledge', ['-DACKNOWLEDGED', '-DTTL=1'], 429_100],
    ['two workers', ['-DACKNOWLEDGED', '-DNODES=2', ...ONE_REQUEST, '-DTTL=1', '-DASKING=1'], 1_198_063],
  ])(
    'accepts nothing after a revoke has returned: %s',
    async (_what, defines, states) => {
      expect(await check(defines, '-O1')).toEqual({ errors: 0, states })
    },
    180_000,
  )

  test.each([
    ['the revoke returns before it has waited', 'ANSWER_BEFORE_WAITING'],
    ['a paused node is not waited for', 'SKIP_PAUSED'],
    ['a lease counts from the end of the lookup', 'LEASE_FROM_END'],
    ['a renewal counts from the end of the question', 'RENEWAL_FROM_END'],
    ['a mark is a number instead of a snapshot', 'MARK_BY_NUMBER'],
    ['changes are forgotten while a mark may still need them', 'FORGET_EARLY'],
    ['a worker serves before those that tell know of it', 'ACKNOWLEDGED -DSERVE_UNKNOWN'],
  ])('breaks where %s', async (_what, change) => {
    expect((await check([...`-D${change}`.split(' '), ...ONE_REQUEST], '-O0')).errors).toBe(1)
  })

  test.each([
    ['refuses after the revoke', ['-DNEVER_REFUSED', ...ONE_REQUEST]],
    ['accepts on renewed leases', ['-DNEVER_RENEWED', ...ONE_REQUEST]],
    ["accepts on others' lookups", ['-DNEVER_JOINED', '-DTTL=1']],
  ])('is modelled far enough: it %s', async (_what, defines) => {
    expect((await check(defines, '-O0')).errors).toBe(1)
  })
})
