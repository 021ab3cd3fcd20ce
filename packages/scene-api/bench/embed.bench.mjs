/**
 * The embed path beside bare Express 5, in one interleaved run: each server a process of its own, asked in turns over
 * 64 kept-alive connections. `BENCH_SECONDS` sets the length of a round, `BENCH_KEYS` the size of the large table.
 */
import { printTable } from '../../../scripts/bench-table.mjs'
import { download, drive } from './drive.mjs'
import { keyed, rateTable, sceneOf, withServers } from './servers.mjs'

const MANY_KEYS = Number(process.env.BENCH_KEYS ?? 1_000_000)
const KEYS_IN_USE = 10_000
/** Enough for every key in use to have been looked up. */
const LEAD_IN_SECONDS = 2
const DOWNLOADS = 10_000
const FLOOD_KEYS = 500

await withServers(async ({ serve, stop }) => {
  const embed = await serve('embed')
  const uncached = await serve('embed', { KEY_CACHE_TTL_MS: '0' })
  const bare = await serve('bare', { BODY: embed.manifest, BLOB: embed.file })
  const usual = await serve('usual', { BODY: embed.manifest, TOKEN: embed.token })
  await manifests(embed, uncached, bare, usual)
  const limited = await serve('embed', { AUTH_FAILURE_LIMIT: '60' })
  await refusals(embed, limited, bare)
  await models(embed, bare)
  await stop(uncached, usual, limited, bare)
  const large = await serve('embed', {
    BENCH_KEYS: String(MANY_KEYS),
    BENCH_KEYS_IN_USE: String(KEYS_IN_USE),
  })
  await keys(embed, large)
  await flood(await serve('embed', { BENCH_UNKNOWN: String(FLOOD_KEYS), AUTH_FAILURE_LIMIT: '60' }))
})

async function manifests(embed, uncached, bare, usual) {
  await rateTable('A manifest', [
    { name: 'bare Express 5, the same bytes', server: bare, path: '/manifest' },
    { name: 'verified, warm', server: embed, path: sceneOf(embed), headers: keyed(embed.token) },
    {
      name: 'verified, cache off',
      server: uncached,
      path: sceneOf(uncached),
      headers: keyed(uncached.token),
    },
    { name: 'hash, select, awaited update', server: usual, path: '/usual', headers: keyed(embed.token) },
  ])
}

async function refusals(embed, limited, bare) {
  await rateTable('A refusal', [
    { name: 'bare Express 5, 404', server: bare, path: '/nothing' },
    {
      name: 'malformed token, each one counted',
      server: embed,
      path: sceneOf(embed),
      headers: keyed(flip(embed.token)),
    },
    {
      name: 'the same, over the limit',
      server: limited,
      path: sceneOf(limited),
      headers: keyed(flip(limited.token)),
    },
  ])
}

async function models(embed, bare) {
  await rateTable(
    'A model of 4 MiB',
    [
      { name: 'express.static', server: bare, path: `/files/${embed.blobPath}` },
      { name: 'verified model', server: embed, path: `${sceneOf(embed)}/model`, headers: keyed(embed.token) },
    ],
    { connections: 8, by: download },
  )
  const { rss: before } = await embed.usage()
  const row = { path: `${sceneOf(embed)}/model`, headers: keyed(embed.token), connections: 8 }
  await download(embed, { ...row, amount: DOWNLOADS })
  const { rss: after } = await embed.usage()
  printTable({
    title: `Memory of the server over ${thousands(DOWNLOADS)} downloads of 4 MiB`,
    columns: ['', 'RSS'],
    rows: [
      ['before', mib(before)],
      ['after', mib(after)],
    ],
  })
}

async function keys(embed, large) {
  await rateTable('A manifest, by number of keys in the table', [
    { name: '10', server: embed, path: sceneOf(embed), headers: keyed(embed.token) },
    { name: thousands(MANY_KEYS), server: large, path: sceneOf(large), headers: keyed(large.token) },
  ])
  // The client has as many requests ready for either row: going through them costs it time too.
  const inUse = (count) => ({
    name: thousands(count),
    server: large,
    path: sceneOf(large),
    headers: large.tokens.map((_, index) => keyed(large.tokens[index % count])),
  })
  await rateTable('A manifest, by number of keys in use', [inUse(10), inUse(KEYS_IN_USE)], {
    leadIn: LEAD_IN_SECONDS,
  })
}

/** Unknown but well-formed keys from one address, each of them sent several times. */
async function flood(embed) {
  const path = sceneOf(embed)
  const { lookups: before } = await embed.usage()
  const { statuses } = await drive(embed, {
    path,
    headers: embed.unknown.map(keyed),
    connections: 8,
    amount: FLOOD_KEYS * 4,
  })
  const { lookups: after } = await embed.usage()
  printTable({
    title: `A flood: ${thousands(FLOOD_KEYS * 4)} requests with ${FLOOD_KEYS} unknown keys from one address, limit 60`,
    columns: ['', 'count'],
    rows: [
      ...Object.entries(statuses).map(([status, { count }]) => [`responded ${status}`, String(count)]),
      ['lookups in the database', String(after - before)],
    ],
  })
}

function flip(token) {
  return token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')
}

function thousands(count) {
  return count.toLocaleString('en-US')
}

function mib(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`
}
