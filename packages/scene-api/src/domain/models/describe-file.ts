/** What a file on disk will be called in storage, and how large it is. It is read in pieces: models may be large. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { NewBlob } from './keep-blob.js'

export async function describeFile(filePath: string, mediaType: string): Promise<NewBlob> {
  const { size: bytes } = await stat(filePath)
  const hash = createHash('sha256')
  await pipeline(createReadStream(filePath), hash)
  return { sha256: hash.digest('hex'), bytes, mediaType, filePath }
}
