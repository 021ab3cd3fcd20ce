/** What a commit would hold: the files of git's index. Ignored ones, where people keep their own tokens, are not in it. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { UnusableError } from '../exit-code.js'
import { MAX_BYTES, type Source } from './read-sources.js'
import { SECRET_FORM } from './secret-forms.js'

const run = promisify(execFile)
const NO_MATCH = 1

/** Of a repository, or of the part of it below a folder: the files that may hold a secret. */
export async function* readStaged(folder: string): AsyncGenerator<Source> {
  for (const name of await listCandidates(folder)) {
    const text = await git(folder, 'cat-file', 'blob', `:./${name}`)
    yield { name, text }
  }
}

/** git looks through the whole index faster than it could hand it on. */
async function listCandidates(folder: string): Promise<string[]> {
  try {
    const names = await git(folder, 'grep', '--cached', '-I', '-l', '-z', '-E', '-e', SECRET_FORM)
    return names.split('\0').filter((name) => name !== '')
  } catch (error) {
    const { code, message } = error as Error & { code?: unknown }
    if (code === NO_MATCH) return []
    throw new UnusableError(`${folder} cannot be read as a git repository: ${message.trim()}`)
  }
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd: folder, maxBuffer: MAX_BYTES })
  return stdout
}
