/** Where the CLI keeps what `vectreal login` has got: one file that only its owner can read. */
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { UnusableError } from '../exit-code.js'

const OWNER_ONLY = 0o600

/** Which organization of which platform, and the service token for it. */
export interface Credentials {
  /** Origin of the platform, such as `https://scenes.example.com`. */
  readonly platform: string
  /** Id or slug. */
  readonly organization: string
  readonly token: string
  /** Made by `vectreal login` for this machine alone: it ends with `logout`. */
  readonly isOwn?: boolean
}

/** `$XDG_CONFIG_HOME/vectreal/credentials.json`, by default below `~/.config`. */
function credentialsPath(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'vectreal', 'credentials.json')
}

/** Null: nobody has signed in. Throws where the file is no such file. */
export async function readCredentials(env: NodeJS.ProcessEnv): Promise<Credentials | null> {
  const path = credentialsPath(env)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new UnusableError(`${path} cannot be read: ${(error as Error).message}`)
  }
  const found = parse(text)
  if (found === null)
    throw new UnusableError(`${path} is damaged: delete it and sign in with vectreal login.`)
  return found
}

/** Whole or not at all: a reader never sees half of it. */
export async function writeCredentials(env: NodeJS.ProcessEnv, credentials: Credentials): Promise<string> {
  const path = credentialsPath(env)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const part = `${path}.${process.pid}`
  await writeFile(part, `${JSON.stringify(credentials, null, 2)}\n`, { mode: OWNER_ONLY })
  await chmod(part, OWNER_ONLY)
  await rename(part, path)
  return path
}

export const forgetCredentials = (env: NodeJS.ProcessEnv): Promise<void> =>
  rm(credentialsPath(env), { force: true })

function parse(text: string): Credentials | null {
  try {
    const { platform, organization, token, isOwn = false } = JSON.parse(text) as Partial<Credentials>
    const whole = [platform, organization, token].every((value) => typeof value === 'string' && value !== '')
    return whole ? ({ platform, organization, token, isOwn } as Credentials) : null
  } catch {
    return null
  }
}
