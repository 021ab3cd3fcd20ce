import { describe, expect, test } from 'vitest'
import { createLeaseCache } from './lease-cache.js'

const TTL_MS = 100

/** A cache on a clock that the test moves, and lookups that the test ends. */
function createHarness({ ttlMs = TTL_MS, maxEntries = 100 } = {}) {
  // Not 0: a clock counts from anywhere.
  let now = 5000
  const looks: { key: string; end(value: string): Promise<void>; fail(error: Error): Promise<void> }[] = []
  const cache = createLeaseCache<string>({
    ttlMs,
    maxEntries,
    monotonicNow: () => now,
    isNegative: (value) => value.startsWith('negative'),
  })
  const load = (key: string) =>
    cache.load(
      key,
      () =>
        new Promise<string>((resolve, reject) => {
          looks.push({
            key,
            end: (value) => settle(() => resolve(value)),
            fail: (error) => settle(() => reject(error)),
          })
        }),
    )
  return {
    cache,
    looks,
    load,
    /** Looks up and ends at once. */
    async keep(key: string, value = key) {
      const loaded = load(key)
      await looks.at(-1)?.end(value)
      return loaded
    },
    pass(ms: number) {
      now += ms
    },
  }
}

async function settle(action: () => void) {
  action()
  for (let i = 0; i < 10; i += 1) await Promise.resolve()
}

describe('a lookup', () => {
  test('is kept until its TTL has passed since it began', async () => {
    const { cache, looks, load, pass } = createHarness()
    const loaded = load('a')
    pass(60)
    await looks[0]?.end('value')
    expect(await loaded).toBe('value')
    pass(39)
    expect(cache.get('a')).toBe('value')
    pass(1)
    expect(cache.get('a')).toBeUndefined()
  })

  test('that takes longer than its lease is returned to the caller that began it, and not kept', async () => {
    const { cache, looks, load, pass } = createHarness()
    const loaded = load('a')
    pass(100)
    await looks[0]?.end('late')
    expect(await loaded).toBe('late')
    expect(cache.size).toBe(0)
  })

  test('is joined by callers of the same key while its lease runs', async () => {
    const { looks, load, pass } = createHarness()
    const first = load('a')
    pass(99)
    const second = load('a')
    const other = load('b')
    expect(looks.map(({ key }) => key)).toEqual(['a', 'b'])
    await looks[0]?.end('one')
    await looks[1]?.end('two')
    expect(await Promise.all([first, second, other])).toEqual(['one', 'one', 'two'])
  })

  test('is not joined once its lease is over', async () => {
    const { looks, load, pass } = createHarness()
    const first = load('a')
    pass(100)
    const second = load('a')
    expect(looks).toHaveLength(2)
    await looks[0]?.end('old')
    await looks[1]?.end('new')
    expect(await Promise.all([first, second])).toEqual(['old', 'new'])
  })

  test('that outlives its lease is not used by those who joined it: they share one that began later', async () => {
    const { looks, load, pass } = createHarness()
    const first = load('a')
    pass(50)
    const joined = [load('a'), load('a'), load('a')]
    pass(50)
    await looks[0]?.end('old')
    expect(await first).toBe('old')
    expect(looks).toHaveLength(2)
    pass(1000)
    await looks[1]?.end('new')
    expect(await Promise.all(joined)).toEqual(['new', 'new', 'new'])
  })

  test('that outlives its lease leaves those who joined it a lookup of their own, not an older one', async () => {
    const { cache, looks, load, pass } = createHarness()
    const first = load('a')
    cache.drop(() => true)
    const second = load('a')
    pass(99)
    const joined = load('a')
    pass(1)
    await looks[1]?.end('old')
    expect(looks).toHaveLength(3)
    await looks[2]?.end('new')
    await looks[0]?.end('oldest')
    expect(await Promise.all([first, second, joined])).toEqual(['oldest', 'old', 'new'])
  })

  test('that fails, fails for everyone who waits, and is forgotten', async () => {
    const { cache, looks, load } = createHarness()
    const both = Promise.allSettled([load('a'), load('a')])
    await looks[0]?.fail(new Error('down'))
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(cache.size).toBe(0)
    const next = load('a')
    expect(looks).toHaveLength(2)
    await looks[1]?.end('up')
    expect(await next).toBe('up')
  })

  test('that throws before it begins leaves nothing behind', async () => {
    const { cache, looks, load } = createHarness()
    const thrown = cache.load('a', () => {
      throw new Error('at once')
    })
    await expect(thrown).rejects.toThrow('at once')
    const next = load('a')
    await looks[0]?.end('value')
    expect(await next).toBe('value')
  })
})

describe('a drop', () => {
  test('forgets what it picks, and nothing else', async () => {
    const { cache, keep } = createHarness()
    await keep('a')
    await keep('b')
    await keep('c', 'negative c')
    cache.drop((key, value) => key === 'a' || value === 'negative c')
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 'b', undefined])
  })

  test('keeps lookups under way from being joined or kept', async () => {
    const { cache, looks, load } = createHarness()
    const before = load('a')
    cache.drop(() => false)
    const after = load('a')
    expect(looks).toHaveLength(2)
    await looks[1]?.end('new')
    await looks[0]?.end('old')
    expect(await Promise.all([before, after])).toEqual(['old', 'new'])
    expect(cache.get('a')).toBe('new')
  })

  test('is not undone by an older lookup that ends first', async () => {
    const { cache, looks, load } = createHarness()
    const before = load('a')
    cache.drop(() => false)
    const after = load('a')
    await looks[0]?.end('old')
    await before
    expect(cache.get('a')).toBeUndefined()
    // The newer one can still be joined.
    const joined = load('a')
    expect(looks).toHaveLength(2)
    await looks[1]?.end('new')
    expect(await Promise.all([after, joined])).toEqual(['new', 'new'])
  })
})

describe('a renewal', () => {
  test('lets what was looked up since be used until one TTL after it', async () => {
    const { cache, keep, pass } = createHarness()
    await keep('before')
    pass(10)
    await keep('since')
    pass(80)
    cache.renew(5005, 5090)
    pass(99)
    expect([cache.get('before'), cache.get('since')]).toEqual([undefined, 'since'])
    pass(1)
    expect(cache.get('since')).toBeUndefined()
    cache.renew(5005, 5190)
    expect(cache.get('since')).toBe('since')
  })

  test('is not for what was looked up at the very moment from which it counts', async () => {
    const { cache, keep, pass } = createHarness()
    await keep('a')
    pass(100)
    cache.renew(5000, 5100)
    expect(cache.get('a')).toBeUndefined()
  })

  test('is not for negative entries: what was not there may have come to be', async () => {
    const { cache, keep, pass } = createHarness()
    await keep('a', 'negative')
    pass(100)
    cache.renew(4000, 5100)
    expect(cache.get('a')).toBeUndefined()
  })

  test('ends a minute after the lookup', async () => {
    const { cache, keep, pass } = createHarness()
    await keep('a')
    pass(59_999)
    cache.renew(4000, 64_999)
    expect(cache.get('a')).toBe('a')
    pass(1)
    expect(cache.get('a')).toBeUndefined()
  })

  test('keeps its room: entries that only a renewal keeps alive do not go first', async () => {
    const { cache, keep, pass } = createHarness()
    await keep('a')
    pass(150)
    cache.renew(4000, 5150)
    await keep('b')
    expect([cache.get('a'), cache.get('b'), cache.size]).toEqual(['a', 'b', 2])
  })
})

describe('the size', () => {
  test('is bounded: the oldest goes first', async () => {
    const { cache, keep } = createHarness({ maxEntries: 2 })
    for (const key of ['a', 'b', 'c']) await keep(key)
    expect(cache.size).toBe(2)
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 'b', 'c'])
  })

  test('counts negative entries apart, so that they cannot evict real ones', async () => {
    const { cache, keep } = createHarness({ maxEntries: 2 })
    await keep('a')
    await keep('b')
    for (const key of ['x', 'y', 'z']) await keep(key, `negative ${key}`)
    expect(cache.size).toBe(4)
    expect([cache.get('a'), cache.get('b')]).toEqual(['a', 'b'])
    expect([cache.get('x'), cache.get('y'), cache.get('z')]).toEqual([undefined, 'negative y', 'negative z'])
  })

  test('shrinks as leases end, when something new is kept', async () => {
    const { cache, keep, pass } = createHarness()
    await keep('a')
    await keep('b')
    pass(50)
    await keep('c')
    pass(50)
    await keep('d')
    expect(cache.size).toBe(2)
  })

  test('does not grow with lookups of one key, and a key moves between the rooms', async () => {
    const { cache, keep, pass } = createHarness()
    await keep('a', 'negative')
    pass(10)
    await keep('a', 'value')
    expect(cache.size).toBe(1)
    expect(cache.get('a')).toBe('value')
    await keep('a', 'negative again')
    expect(cache.size).toBe(1)
    expect(cache.get('a')).toBe('negative again')
  })

  test('renewed, an entry is the youngest', async () => {
    const { cache, keep } = createHarness({ maxEntries: 2 })
    for (const key of ['a', 'b', 'a', 'c']) await keep(key)
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['a', undefined, 'c'])
  })

  test('of lookups under way is bounded as well: those beyond it are not joined', async () => {
    const { looks, load } = createHarness({ maxEntries: 1 })
    const all = [load('a'), load('b'), load('b'), load('a')]
    expect(looks.map(({ key }) => key)).toEqual(['a', 'b', 'b'])
    for (const look of looks) await look.end('value')
    expect(await Promise.all(all)).toHaveLength(4)
  })
})

describe('without a TTL', () => {
  test('every caller looks up', async () => {
    const { cache, looks, load } = createHarness({ ttlMs: 0 })
    const both = [load('a'), load('a')]
    expect(looks).toHaveLength(2)
    await looks[0]?.end('one')
    await looks[1]?.end('two')
    expect(await Promise.all(both)).toEqual(['one', 'two'])
    expect(cache.get('a')).toBeUndefined()
    expect(cache.size).toBe(0)
  })
})
