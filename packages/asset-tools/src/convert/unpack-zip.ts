/** Unpacks zip archives, within limits that hold before a byte is written. */
import {
  configure,
  ERR_ENCRYPTED,
  ERR_INVALID_PASSWORD,
  type Entry,
  type FileEntry,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
} from '@zip.js/zip.js'
import { AssetError } from '../asset-error.js'
import { decodeWindows } from './decode-windows.js'
import {
  addFile,
  type FileSet,
  isLeftover,
  normalizeName,
  requireBytes,
  requireCount,
} from './source-files.js'
import type { ConvertLimits } from './limits.js'

/** Small archives of plain text may be packed as tightly as they like. */
const FREE_BYTES = 16 * 1024 * 1024

// Workers would need files of their own, which bundlers do not find.
configure({ useWebWorkers: false })

/** Names are checked here, with the same words as those of folders. */
const READ = {
  decodeText: decodeName,
  filenameValidation: 'tolerant',
} as const

/** @throws AssetError, also for an archive of which only a part is there */
export async function unpackZip(
  name: string,
  bytes: Uint8Array,
  limits: ConvertLimits,
  signal?: AbortSignal,
): Promise<FileSet> {
  const set = new Map<string, Uint8Array>()
  const reader = new ZipReader(new Uint8ArrayReader(bytes))
  try {
    const entries = checkEntries(name, bytes.byteLength, await reader.getEntries(READ), limits)
    for (const { entry, path } of entries) {
      signal?.throwIfAborted()
      addFile(set, path, await unpack(entry, signal))
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw error instanceof AssetError ? error : toAssetError(name, error)
  } finally {
    await reader.close()
  }
  return set
}

interface Wanted {
  readonly path: string
  readonly entry: FileEntry
}

function checkEntries(
  name: string,
  packedBytes: number,
  entries: readonly Entry[],
  limits: ConvertLimits,
): readonly Wanted[] {
  requireCount(entries.length, limits)
  const wanted = entries.flatMap((entry): Wanted[] => {
    if (entry.directory) return []
    const path = normalizeName(entry.filename)
    return isLeftover(path) ? [] : [{ path, entry }]
  })
  const locked = wanted.find(({ entry }) => entry.encrypted)
  if (locked) throw encrypted(name)
  const unpacked = wanted.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0)
  requireBytes(unpacked, limits)
  if (unpacked > FREE_BYTES && unpacked > packedBytes * limits.ratio) {
    throw new AssetError({
      code: 'too_large',
      message: `“${name}” would become ${Math.round(unpacked / packedBytes)} times larger when it is unpacked.`,
      hint: 'Unpack it yourself, and choose the files of the model.',
      files: [name],
    })
  }
  return wanted
}

/** An entry that goes on beyond the size it names is cut off by the first chunk too many. */
async function unpack(entry: FileEntry, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return entry.getData(new Uint8ArrayWriter(), {
    checkSignature: true,
    ...(signal && { signal }),
    onprogress: (index) => {
      if (index > entry.uncompressedSize + entry.compressedSize) throw new Error('it is larger than it says')
      return undefined
    },
  })
}

/** Archives of Windows name no encoding: UTF-8 where the bytes are, else what the letters tell. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const high = bytes.filter((byte) => byte >= 0x80)
    const isOfDos = high.every((byte) => byte < 0x80 + DOS_LETTERS.length || byte === DOS_SHARP_S)
    return isOfDos && high.some((byte) => DOS_ALONE.has(byte)) ? decodeDosName(bytes) : decodeWindows(bytes)
  }
}

/** Code pages 437 and 850 (zip's own and that of Windows' shell) from 128 on. */
const DOS_LETTERS = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑ'
const DOS_SHARP_S = 0xe1
/** Letters there, and signs in Windows-1252 that names do not have: the others may be either, and are taken for Windows'. */
const DOS_ALONE = new Set([
  0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8b, 0x8d, 0x8f, 0x90, 0x94, 0x98, 0x9b, 0x9d, 0xa0,
  0xa1, 0xa2, 0xa3, 0xa4, 0xa5,
])

const decodeDosName = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => {
    if (byte < 0x80) return String.fromCharCode(byte)
    return byte === DOS_SHARP_S ? 'ß' : DOS_LETTERS[byte - 0x80]
  }).join('')

function toAssetError(name: string, error: unknown): AssetError {
  const message = error instanceof Error ? error.message : ''
  if (message === ERR_ENCRYPTED || message === ERR_INVALID_PASSWORD) return encrypted(name)
  return new AssetError({
    code: 'damaged_file',
    message: `“${name}” is damaged or incomplete.`,
    hint: 'Download or pack the archive again.',
    files: [name],
    cause: error,
  })
}

const encrypted = (name: string) =>
  new AssetError({
    code: 'encrypted_archive',
    message: `“${name}” is protected by a password.`,
    hint: 'Unpack it yourself, and choose the files.',
    files: [name],
  })
