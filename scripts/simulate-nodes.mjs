/**
 * What many nodes ask and tell each other, minute by minute, in simulated time: questions about changes, lookups,
 * notifications, counts. `node scripts/simulate-nodes.mjs [--nodes=100] [--rate=10000] [--pairs=200000] [--changes=60]`
 * with requests a second over all nodes, pairs of key and scene in use, and changes of access a minute.
 */
const options = Object.fromEntries(
  process.argv.slice(2).flatMap((argument) => {
    const [, name, value] = /^--(\w+)=(\d+)$/.exec(argument) ?? []
    return name === undefined ? [] : [[name, Number(value)]]
  }),
)
const { nodes = 100, rate = 10_000, pairs = 200_000, changes = 60, ttl = 1000, seconds = 300 } = options

/** As in lease-cache.ts, router.ts and notifications.ts. */
const MAX_AGE_MS = 60_000
const QUESTIONS_PER_TTL = 3
const KEPT = 20_000
const FLUSH_MS = 2000
const STATEMENTS_PER_FLUSH = 3

/** A few pairs have most of the traffic (Zipf). */
const shares = Array.from({ length: pairs }, (_, place) => 1 / (place + 1))
const total = shares.reduce((sum, share) => sum + share, 0)
const upTo = new Float64Array(pairs)
let sum = 0
for (const [index, share] of shares.entries()) upTo[index] = sum += share / total

let seed = 42
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}

function pick() {
  const wanted = random()
  let low = 0
  let high = pairs - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (upTo[middle] < wanted) low = middle + 1
    else high = middle
  }
  return low
}

const caches = Array.from({ length: nodes }, () => new Map())
const warmUp = seconds / 2
let lookups = 0
let requests = 0
for (let second = 0; second < seconds; second += 1) {
  const isCounted = second >= warmUp
  for (let change = 0; change < changes / 60; change += 1) {
    const pair = pick()
    for (const cache of caches) cache.delete(pair)
  }
  for (let request = 0; request < rate; request += 1) {
    const now = (second + request / rate) * 1000
    const cache = caches[Math.floor(random() * nodes)]
    const pair = pick()
    const lookedUpAt = cache.get(pair)
    if (isCounted) requests += 1
    if (lookedUpAt !== undefined && now - lookedUpAt < MAX_AGE_MS) continue
    if (isCounted) lookups += 1
    cache.delete(pair)
    if (cache.size >= KEPT) cache.delete(cache.keys().next().value)
    cache.set(pair, now)
  }
}

const counted = seconds - warmUp
const perSecond = (value) => `${Math.round(value).toLocaleString('en')} a second`
const rows = [
  ['questions about changes', perSecond(nodes * (1000 / ttl) * QUESTIONS_PER_TTL)],
  [
    'lookups',
    `${perSecond(lookups / counted)} (${((100 * lookups) / requests).toFixed(1)} % of the requests)`,
  ],
  ['statements for counts', perSecond((nodes * STATEMENTS_PER_FLUSH * 1000) / FLUSH_MS)],
  ['notifications sent', perSecond(changes / 60)],
  ['notifications received, all nodes', perSecond((changes / 60) * nodes)],
  ['connections', `${nodes * 27} (20 for management, 6 for embeds, 1 to listen, each)`],
]
console.log(
  `${nodes} nodes, ${rate.toLocaleString('en')} requests a second, ${pairs.toLocaleString('en')} pairs in use, ${changes} changes a minute:`,
)
for (const [name, value] of rows) console.log(`  ${name.padEnd(36)}${value}`)
