/** File systems of a given size: in memory, or on a block device that can be made slow. Mounting one takes root. */
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, open, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const MIB = 1024 * 1024

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

export interface BlockDisk {
  readonly folder: string
  fill(): Promise<void>
  empty(): Promise<void>
  /** What these processes and their later children write, at most so often a second. */
  slow(pids: readonly number[], writesPerSecond: number): Promise<void>
  speedUp(): Promise<void>
  unmount(): Promise<void>
}

/** A file as a block device, with the throttle of the blkio controller. Throws where the machine allows neither. */
export async function mountBlockDisk(mebibytes: number): Promise<BlockDisk> {
  const base = await mkdtemp(join(tmpdir(), 'vectreal-disk-'))
  const [image, folder] = [join(base, 'image'), join(base, 'mounted')]
  const file = await open(image, 'w')
  await file.truncate(mebibytes * MIB)
  await file.close()
  await mkdir(folder)
  await run('mkfs.ext4', ['-q', '-m', '0', image])
  await run('mount', ['-o', 'loop', image, folder])
  await chmod(base, 0o755)
  await chmod(folder, 0o755)
  const { dev } = await stat(folder)
  const device = `${Math.floor(dev / 256)}:${dev % 256}`
  const group = join('/sys/fs/cgroup/blkio', `vectreal-faults-${process.pid}-${dev}`)
  const throttle = (count: number) =>
    writeFile(join(group, 'blkio.throttle.write_iops_device'), `${device} ${count}`)
  await mkdir(group)
  await throttle(0)
  const filler = join(folder, 'filler')

  return {
    folder,
    async fill() {
      const handle = await open(filler, 'w')
      // Large pieces, then small ones, until there is no room for either.
      for (const bytes of [4 * MIB, 4096]) {
        const piece = new Uint8Array(bytes)
        try {
          for (;;) await handle.write(piece)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        }
      }
      await handle.sync().catch(() => {})
      await handle.close().catch(() => {})
    },
    async empty() {
      await rm(filler, { force: true })
    },
    async slow(pids, writesPerSecond) {
      // One that has just ended cannot be moved.
      for (const pid of pids) await writeFile(join(group, 'cgroup.procs'), String(pid)).catch(() => {})
      await throttle(writesPerSecond)
    },
    speedUp: () => throttle(0),
    async unmount() {
      await throttle(0)
      await run('umount', ['--lazy', folder])
      await rm(base, { recursive: true, force: true })
      await rmdir(group).catch(() => {})
    },
  }
}
