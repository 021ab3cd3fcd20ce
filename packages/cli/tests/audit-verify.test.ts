/** `vectreal audit verify` as a process, on files made as the server makes them. */
import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import {
  auditEntryText,
  auditHeadText,
  type ChainedEntry,
  GENESIS_HASH,
  type SignedAuditHead,
} from '@vectreal/auth-core/audit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const run = promisify(execFile)

type Entry = ChainedEntry & { readonly hash: string }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function vectreal(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [MAIN, ...args])
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}

async function verifyLines(lines: readonly string[], ...options: string[]) {
  const file = join(folder, `${crypto.randomUUID()}.ndjson`)
  await writeFile(file, lines.map((line) => `${line}\n`).join(''))
  return vectreal('audit', 'verify', file, ...options)
}

/** `names` of actors, one entry each. */
function makeChain(names: readonly string[]): Entry[] {
  const entries: Entry[] = []
  for (const [index, name] of names.entries()) {
    const content: ChainedEntry = {
      id: `e${index}`,
      organizationId: 'o1',
      sequence: index + 1,
      at: new Date(Date.UTC(2026, 0, 2, 3, 4, index)).toISOString(),
      action: 'project.updated',
      actor: { kind: 'user', id: 'u1', name, email: null },
      target: { kind: 'project', id: 'p1' },
      before: { name: 'Shop', limit: 1.5 },
      after: null,
      address: '192.0.2.1',
      requestId: null,
      previousHash: entries.at(-1)?.hash ?? GENESIS_HASH,
    }
    entries.push({ ...content, hash: createHash('sha256').update(auditEntryText(content)).digest('hex') })
  }
  return entries
}

const keys = generateKeyPairSync('ed25519')
const publicKeyOf = (key: KeyObject) => key.export({ format: 'jwk' }).x ?? ''

function signHead({ organizationId, sequence, hash }: Entry, pair = keys): SignedAuditHead {
  const head = { organizationId, sequence, hash, signedAt: '2026-01-03T00:00:00.000Z' }
  return {
    ...head,
    publicKey: publicKeyOf(pair.publicKey),
    signature: sign(null, Buffer.from(auditHeadText(head)), pair.privateKey).toString('base64url'),
  }
}

const CHAIN = makeChain(['Ada', 'Bob', 'Cyd', 'Dan'])
const [FIRST, SECOND, THIRD, FOURTH] = CHAIN as [Entry, Entry, Entry, Entry]
const LINES = CHAIN.map((entry) => JSON.stringify(entry))
/** The entry as the last line of an export. */
const lastLine = (entry: Entry, pair = keys) => JSON.stringify({ ...entry, head: signHead(entry, pair) })
const WHOLE = [...LINES.slice(0, -1), lastLine(FOURTH)]
const REWRITTEN = makeChain(['Ada', 'Eve', 'Cyd', 'Dan'])

describe('a whole export', () => {
  test('is called whole, with its last entry and the key of its head', async () => {
    const { code, out } = await verifyLines(WHOLE)
    expect(code).toBe(0)
    expect(out).toContain('4 entries of organization o1: the chain is whole.')
    expect(out).toContain(`Last: entry 4, 2026-01-02T03:04:03.000Z, hash ${FOURTH.hash}`)
    expect(out).toContain(publicKeyOf(keys.publicKey))
  })

  test('holds heads that were kept: typed, from an earlier export, from the log', async () => {
    const earlier = join(folder, 'earlier.ndjson')
    await writeFile(earlier, `${LINES[0]}\n${lastLine(SECOND)}\n`)
    const log = join(folder, 'node.log')
    await writeFile(log, `${JSON.stringify({ level: 30, auditHead: signHead(THIRD), msg: 'audit head' })}\n`)
    for (const head of [`2:${SECOND.hash}`, earlier, log]) {
      expect(await verifyLines(WHOLE, '--head', head)).toMatchObject({ code: 0 })
    }
  })

  test('without a signed head says what cannot be noticed', async () => {
    const { code, out } = await verifyLines(LINES)
    expect(code).toBe(0)
    expect(out).toContain('cannot be noticed without --head')
  })

  test('is reported as JSON', async () => {
    const { code, out } = await verifyLines(WHOLE, '--json', '--public-key', publicKeyOf(keys.publicKey))
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      isWhole: true,
      organizationId: 'o1',
      entries: 4,
      last: { sequence: 4, hash: FOURTH.hash },
      head: { sequence: 4, isKeyExpected: true },
      problems: [],
    })
  })
})

describe('an export that begins later', () => {
  const later = (start: object) => [JSON.stringify({ ...THIRD, start }), lastLine(FOURTH)]
  const publicKey = publicKeyOf(keys.publicKey)

  test('is whole where the head of what was removed is signed, and says so', async () => {
    const { code, out } = await verifyLines(later(signHead(SECOND)), '--public-key', publicKey)
    expect(out).toContain('2 entries of organization o1: the chain is whole.')
    expect(out).toContain('It begins after entry 2: those up to it were removed on 2026-01-03')
    expect(code).toBe(0)
  })

  test('holds the head of what was removed, and none from before it', async () => {
    const lines = later(signHead(SECOND))
    expect(await verifyLines(lines, '--head', `2:${SECOND.hash}`)).toMatchObject({ code: 0 })
    const { code, err } = await verifyLines(lines, '--head', `1:${FIRST.hash}`)
    expect([code, err]).toEqual([1, expect.stringContaining('Entry 1 was removed with all up to entry 2')])
  })

  test('may have been signed with a key of before', async () => {
    const former = generateKeyPairSync('ed25519')
    const lines = later(signHead(SECOND, former))
    const { code, err } = await verifyLines(lines, '--public-key', publicKey)
    expect([code, err]).toEqual([1, expect.stringContaining('signed with another key')])
    const keysOfBefore = ['--former-public-key', publicKeyOf(former.publicKey)]
    expect(await verifyLines(lines, '--public-key', publicKey, ...keysOfBefore)).toMatchObject({ code: 0 })
  })

  test.each([
    ['another entry was removed', signHead(FIRST), /does not continue the removed entry 1/],
    ['nobody signed', { ...signHead(SECOND), signature: 'AAAA' }, /without a valid signature/],
    ['another log', signHead(REWRITTEN[1] as Entry), /does not continue the removed entry 2/],
  ])('fails where %s', async (_what, start, message) => {
    const { code, err } = await verifyLines(later(start))
    expect(err).toMatch(message)
    expect(code).toBe(1)
  })
})

describe('exit code 1', () => {
  const other = generateKeyPairSync('ed25519')
  test.each<[string, readonly string[], readonly string[], RegExp]>([
    [
      'an entry was changed',
      WHOLE.with(1, WHOLE[1]?.replace('Bob', 'Eve') ?? ''),
      [],
      /Entry 2 .* was changed/,
    ],
    ['an entry is missing', WHOLE.toSpliced(1, 1), [], /does not follow entry 1: some are missing/],
    ['the oldest are missing', WHOLE.slice(1), [], /Entry 2 .* those before it are missing/],
    [
      'the newest are missing',
      [LINES[0] ?? '', JSON.stringify({ ...SECOND, head: signHead(FOURTH) })],
      [],
      /ends with entry 2; its head is entry 4/,
    ],
    [
      'the end was cut off',
      WHOLE.slice(0, 2),
      ['--public-key', publicKeyOf(keys.publicKey)],
      /its end was cut off/,
    ],
    ['a kept head is newer', LINES.slice(0, 2), ['--head', `4:${FOURTH.hash}`], /up to entry 4 are missing/],
    [
      'the log was written anew, with hashes that fit',
      [...REWRITTEN.slice(0, 3).map((entry) => JSON.stringify(entry)), lastLine(REWRITTEN[3] as Entry)],
      ['--head', `3:${THIRD.hash}`],
      /Entry 3 does not have the hash that you kept: the log was written anew/,
    ],
    [
      'the head was changed',
      [...LINES.slice(0, 3), lastLine(FOURTH).replace('-03T', '-04T')],
      [],
      /signature/,
    ],
    [
      'another key signed it',
      [...LINES.slice(0, 3), lastLine(FOURTH, other)],
      ['--public-key', publicKeyOf(keys.publicKey)],
      /signed with another key/,
    ],
    ['it is empty', [], [], /holds no entry/],
  ])('where %s', async (_name, lines, options, message) => {
    const { code, err } = await verifyLines(lines, ...options)
    expect(err).toMatch(message)
    expect(code).toBe(1)
  })
})

describe('an export that was filtered', () => {
  const filtered = [JSON.stringify(FIRST), JSON.stringify({ ...THIRD, head: signHead(FOURTH) })]

  test('fails as a whole, and holds with --partial', async () => {
    expect((await verifyLines(filtered)).code).toBe(1)
    const { code, out } = await verifyLines(filtered, '--partial')
    expect(code).toBe(0)
    expect(out).toContain('2 entries of organization o1: none was changed.')
  })

  test('still tells a changed entry', async () => {
    const { code } = await verifyLines(
      filtered.with(0, JSON.stringify({ ...FIRST, at: SECOND.at })),
      '--partial',
    )
    expect(code).toBe(1)
  })
})

describe('exit code 2', () => {
  test.each([
    ['a file that is not there', ['audit', 'verify', '/nowhere/log.ndjson'], /cannot be read \(ENOENT\)/],
    ['a file that is no export', ['audit', 'verify', MAIN], /neither NDJSON nor CSV|no columns/],
    ['a head that is none', ['audit', 'verify', MAIN, '--head', '7:abc'], /--head is neither/],
    ['a missing argument', ['audit', 'verify'], /missing required argument/],
    ['an option nobody knows', ['audit', 'verify', MAIN, '--fast'], /unknown option/],
    ['a command nobody knows', ['audit', 'burn'], /unknown command/],
  ])('for %s', async (_name, args, message) => {
    const { code, err } = await vectreal(...args)
    expect(err).toMatch(message)
    expect(err).not.toMatch(/\n\s+at /)
    expect(code).toBe(2)
  })
})

test('help and version end with 0', async () => {
  expect(await vectreal('--version')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
  expect((await vectreal('audit', 'verify', '--help')).out).toContain('--public-key')
})
