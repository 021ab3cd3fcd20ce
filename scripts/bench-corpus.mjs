/** Real models for benches: those of a package of the registry, and of folders. */
import { execFile } from 'node:child_process'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const CORPUS = '@webxr-input-profiles/assets@1.0.20'
const run = promisify(execFile)

/** The models of the package, fetched into `folder`, the heaviest first: `{ name, path, bytes }`. */
export async function fetchCorpus(folder) {
  await run('npm', ['pack', '--silent', CORPUS], { cwd: folder })
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  const corpus = join(folder, 'corpus')
  await mkdir(corpus)
  await run('tar', ['xzf', join(folder, archive), '-C', corpus])
  const found = await glbsBelow(join(corpus, 'package/dist/profiles'))
  return found.toSorted((one, other) => other.bytes - one.bytes)
}

export async function glbsBelow(folder) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.glb'))
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      return { name: basename(name, '.glb'), path, bytes: (await stat(path)).size }
    }),
  )
}
