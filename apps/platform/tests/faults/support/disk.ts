/** A file system of a given size in memory. Mounting one takes root. */
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Disk {
  readonly folder: string
  grow(size: string): Promise<void>
  unmount(): Promise<void>
}

export async function mountDisk(size: string): Promise<Disk> {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  await chmod(folder, 0o755)
  return {
    folder,
    async grow(size) {
      await run('mount', ['-o', `remount,size=${size}`, folder])
    },
    async unmount() {
      await run('umount', ['--lazy', folder])
      await rmdir(folder).catch(() => {})
    },
  }
}
