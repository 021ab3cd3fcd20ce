/** Runs s3rver on a free port and tells the parent which. Arguments: folder, bucket, the path it is found below. */
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import S3rver from 's3rver'

const [folder = '', bucket = '', below = ''] = process.argv.slice(2)
const s3 = new S3rver({ directory: folder, silent: true, configureBuckets: [{ name: bucket, configs: [] }] })
await s3.configureBuckets()
const handle = s3.callback()

/** s3rver has no AbortMultipartUpload: its folder of that upload goes, the response is S3's. */
const server = createServer((req, res) => {
  if (!req.url?.startsWith(`${below}/`)) {
    res.writeHead(404).end()
    return
  }
  // As Express hands on what is mounted below a path, which s3rver reads.
  Object.assign(req, { baseUrl: below, url: req.url.slice(below.length) })
  const url = new URL(req.url ?? '/', 'http://localhost')
  const uploadId = url.searchParams.get('uploadId')
  if (req.method !== 'DELETE' || uploadId === null) {
    handle(req, res)
    return
  }
  const upload = join(folder, bucket, '._S3rver_uploads', uploadId.replaceAll(/[^0-9a-f]/g, ''))
  void rm(upload, { recursive: true, force: true }).then(() => res.writeHead(204).end())
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
