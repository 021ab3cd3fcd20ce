/** `vectreal keys renew`: the job that runs daily. A second run of a day changes nothing. */
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ManagementError } from '@vectreal/scene-api/client'
import type { Command } from 'commander'
import { UnusableError } from '../exit-code.js'
import { type Client, connect } from '../platform/client.js'
import { describeRefusal } from '../platform/describe-refusal.js'
import { listKeys } from '../platform/find.js'
import type { ApiKey } from '../platform/types.js'
import type { Terminal } from '../terminal.js'
import { day, plain } from '../text/table.js'
import { parseOverlap } from './key-arguments.js'
import { type PlatformOptions, say, withPlatform } from './platform-options.js'

interface Options extends PlatformOptions {
  readonly overlapHours: number
  readonly write?: string
  readonly dryRun?: boolean
}

interface Renewed {
  readonly apiKey: ApiKey
  readonly replaces: ApiKey
  readonly token?: string | undefined
}

export function addKeysRenew(keys: Command, terminal: Terminal): void {
  withPlatform(
    keys
      .command('renew')
      .description(
        'Rotates every key that is expiring and has no successor. Running it again changes nothing.',
      ),
  )
    .option('--overlap-hours <hours>', 'how long the old keys keep working, 0 to 168', parseOverlap, 168)
    .option(
      '--write <file>',
      'adds the new tokens to this file (mode 0600), a JSON object a line, instead of printing them',
    )
    .option('--dry-run', 'says what it would do')
    .action(async (options: Options) => {
      const client = await connect(options, terminal.env)
      const all = await listKeys(client)
      const due = all.filter(({ status, replacedById }) => status === 'expiring' && replacedById === null)
      if (options.dryRun) {
        say(terminal, options, due, () => terminal.out(describeDue(due)))
        return
      }
      const keep =
        options.write === undefined ? null : await openPrivate(resolve(terminal.cwd, options.write))
      const renewed: Renewed[] = []
      let failed = 0
      try {
        for (const key of due) {
          const one = await renew(client, key, options.overlapHours).catch((error: unknown) => {
            // One key that is refused, such as one revoked meanwhile, holds up no other.
            if (!(error instanceof ManagementError)) throw error
            failed += 1
            terminal.err(`${plain(key.name)} (…${key.preview}): ${describeRefusal(error)}\n`)
            return null
          })
          if (one === null) continue
          renewed.push(one)
          // At once: a key whose token is lost would have to be rotated again.
          if (keep) await keep.appendFile(`${JSON.stringify(tokenLine(one))}\n`)
        }
      } finally {
        await keep?.close()
        sayRenewed(terminal, options, renewed)
      }
      if (failed > 0) throw new UnusableError(`${failed} of ${due.length} keys could not be renewed.`)
    })
}

/** Repeated after a lost response it gives the same key, not another one. */
const renew = ({ api, org }: Client, { id }: ApiKey, overlapHours: number): Promise<Renewed> =>
  api.call('POST /api/organizations/{org}/api-keys/{key}/rotate', {
    params: { org, key: id },
    body: { overlapHours },
    idempotencyKey: `vectreal-renew-${id}`,
  })

async function openPrivate(path: string) {
  const file = await open(path, 'a', 0o600).catch((error: Error) => {
    throw new UnusableError(`${path} cannot be written: ${error.message}`)
  })
  await file.chmod(0o600)
  return file
}

const tokenLine = ({ apiKey, token }: Renewed) => ({
  id: apiKey.id,
  name: apiKey.name,
  externalId: apiKey.externalId,
  token: token ?? null,
})

const describeDue = (due: readonly ApiKey[]): string =>
  due.length === 0
    ? 'Nothing to renew.\n'
    : due
        .map(
          (key) => `${plain(key.name)} (…${key.preview}) expires ${day(key.expiresAt)}: would be rotated.\n`,
        )
        .join('')

function sayRenewed(terminal: Terminal, options: Options, renewed: readonly Renewed[]): void {
  const hidesTokens = options.write !== undefined
  const shown = hidesTokens ? renewed.map(({ token: _token, ...rest }) => rest) : renewed
  say(terminal, options, shown, () => {
    if (renewed.length === 0) terminal.out('Nothing to renew.\n')
    for (const { apiKey, replaces, token } of renewed) {
      terminal.err(
        `${plain(apiKey.name)}: …${replaces.preview} is replaced by …${apiKey.preview}, and works until ${replaces.revokesAt}.\n`,
      )
      if (!hidesTokens) terminal.out(`${token}\n`)
    }
    if (hidesTokens && renewed.length > 0)
      terminal.out(
        `Wrote ${renewed.length} ${renewed.length === 1 ? 'token' : 'tokens'} to ${options.write}.\n`,
      )
  })
}
