/**
 * The embed path beside the plainest servers there are, in one interleaved run: Node's own for a manifest, nginx for a model.
 * `BENCH_SECONDS` sets the length of a round.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasNginx, startNginx } from '@vectreal/test-kit'
import { download } from './drive.mjs'
import { keyed, rateTable, sceneOf, withServers } from './servers.mjs'

/** Where nginx is asked for the file itself, with no check of ours. */
const OPEN = '/open/'

await withServers(async ({ serve }) => {
  const embed = await serve('embed')
  const http = await serve('http', { BODY: embed.manifest, HEAD: embed.manifestHead })
  await rateTable('A manifest, beside the same bytes and headers from node:http', [
    { name: 'node:http', server: http, path: '/' },
    { name: 'verified, warm', server: embed, path: sceneOf(embed), headers: keyed(embed.token) },
  ])
  if (!hasNginx) {
    console.log('\nNo nginx here (Debian: nginx-light): models are not compared.')
    return
  }
  const behind = await serve('embed', { ACCEL_REDIRECT: '/internal/' })
  const nginx = await startNginx(behind.url, {
    accel: { folder: behind.file },
    http: 'sendfile on; tcp_nopush on;',
    locations: `location ${OPEN} { alias ${behind.file}/; default_type model/gltf-binary; }`,
  })
  try {
    const proxy = { url: nginx.url, usage: () => usageOf([nginx.pid]) }
    const both = { url: nginx.url, usage: () => usageOf([nginx.pid, behind.child.pid]) }
    await models(embed, behind, { proxy, both })
  } finally {
    await nginx.stop()
  }
})

async function models(embed, behind, { proxy, both }) {
  const rows = [
    { name: 'nginx, the file alone', server: proxy, path: `${OPEN}${behind.blobPath}` },
    {
      name: 'verified, from the node',
      server: embed,
      path: `${sceneOf(embed)}/model`,
      headers: keyed(embed.token),
    },
    {
      name: 'verified, ACCEL_REDIRECT',
      server: both,
      path: `${sceneOf(behind)}/model`,
      headers: keyed(behind.token),
    },
  ]
  for (const connections of [8, 128, 512]) {
    const title = `A model of 4 MiB, ${connections} downloads at once`
    await rateTable(title, rows, { connections, by: download })
  }
}

/** Of processes that do not tell it themselves; Linux counts their time in hundredths of a second. */
function usageOf(pids) {
  const ticks = pids.map((pid) => {
    const fields = readFileSync(join('/proc', String(pid), 'stat'), 'utf8')
      .split(') ')[1]
      .split(' ')
    return Number(fields[11]) + Number(fields[12])
  })
  return { cpuMicros: ticks.reduce((sum, each) => sum + each, 0) * 10_000 }
}
