/** Secrets that are made once and kept beside the data they protect, readable by their owner only. */
import { randomBytes } from 'node:crypto'
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises'

const SECRET_BYTES = 48

/** Reads the secret in `file`, or makes one. Two processes that ask at once get the same. */
export async function keptSecret(file: string): Promise<string> {
  const kept = await readSecret(file)
  if (kept !== null) return kept
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    // A link never replaces: the first of two writers wins, and a crash leaves no half-written secret.
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  const secret = await readSecret(file)
  if (secret === null) throw new Error(`${file} is empty`)
  return secret
}

async function readSecret(file: string): Promise<string | null> {
  try {
    const text = (await readFile(file, 'utf8')).trim()
    await chmod(file, 0o600)
    return text === '' ? null : text
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
