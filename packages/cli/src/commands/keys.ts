/** `vectreal keys …`. A token is printed once, alone on standard output, so that it can be piped. */
import type { Command } from 'commander'
import { connect } from '../platform/client.js'
import { findKey, findProject, listKeys } from '../platform/find.js'
import type { ApiKey } from '../platform/types.js'
import type { Terminal } from '../terminal.js'
import { day, plain, printTable } from '../text/table.js'
import { type Expiry, parseExpiry, parseOverlap } from './key-arguments.js'
import { requireYes } from './ask.js'
import { type PlatformOptions, say, withPlatform } from './platform-options.js'
import { addKeysRenew } from './keys-renew.js'

interface CreateOptions extends PlatformOptions {
  readonly name: string
  readonly project?: readonly string[]
  readonly expires: Expiry
  readonly externalId?: string
  readonly description?: string
}

interface RotateOptions extends PlatformOptions {
  readonly overlapHours: number
  readonly expires?: Expiry
}

const KEY = 'id, external id, name or last four characters'

export function addKeys(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description('API keys of embeds.').helpCommand(false)
  addList(keys, terminal)
  addCreate(keys, terminal)
  addRotate(keys, terminal)
  addFinish(keys, terminal)
  addRevoke(keys, terminal)
  addKeysRenew(keys, terminal)
}

function addList(keys: Command, terminal: Terminal): void {
  withPlatform(keys.command('list').description('Lists keys, newest first.'))
    .option('--all', 'revoked and expired keys too')
    .action(async (options: PlatformOptions & { all?: boolean }) => {
      const client = await connect(options, terminal.env)
      const all = await listKeys(client)
      const shown = all.filter(({ status }) => options.all || (status !== 'revoked' && status !== 'expired'))
      say(terminal, options, shown, () => {
        if (shown.length === 0) terminal.out('No keys. Make one with vectreal keys create.\n')
        else
          printTable(
            terminal,
            ['NAME', 'KEY', 'STATUS', 'EXPIRES', 'LAST USED', 'PROJECTS', 'ID'],
            shown.map(rowOf),
          )
      })
    })
}

const rowOf = (key: ApiKey): string[] => [
  plain(key.name),
  `…${key.preview}`,
  key.status,
  day(key.revokesAt ?? key.expiresAt),
  day(key.lastUsedAt),
  key.projects.map(({ name }) => plain(name)).join(', '),
  key.id,
]

function addCreate(keys: Command, terminal: Terminal): void {
  withPlatform(keys.command('create').description('Creates a key and prints its token, once.'))
    .requiredOption('--name <name>', 'what people recognise it by')
    .option('--project <project...>', 'id or slug; default: the only project there is')
    .option('--expires <days>', '30, 60, 90 or never', parseExpiry, 90)
    .option('--external-id <id>', 'your own name for it, unique among live keys')
    .option('--description <text>')
    .action(async (options: CreateOptions) => {
      const client = await connect(options, terminal.env)
      const names = options.project ?? [undefined]
      const projects = await Promise.all(names.map((name) => findProject(client, name)))
      const issued = await client.api.call('POST /api/organizations/{org}/api-keys', {
        params: { org: client.org },
        body: {
          name: options.name,
          projectIds: projects.map(({ id }) => id),
          expiresInDays: options.expires,
          externalId: options.externalId,
          description: options.description,
        },
      })
      sayIssued(terminal, options, issued)
    })
}

function addRotate(keys: Command, terminal: Terminal): void {
  withPlatform(keys.command('rotate').description('Replaces a key; both work until the overlap ends.'))
    .argument('<key>', KEY)
    .option('--overlap-hours <hours>', '0 to 168', parseOverlap, 24)
    .option('--expires <days>', '30, 60, 90 or never; default: as long as the old one', parseExpiry)
    .action(async (name: string, options: RotateOptions) => {
      const client = await connect(options, terminal.env)
      const { id } = await findKey(client, name)
      const issued = await client.api.call('POST /api/organizations/{org}/api-keys/{key}/rotate', {
        params: { org: client.org, key: id },
        body: { overlapHours: options.overlapHours, expiresInDays: options.expires },
      })
      sayIssued(terminal, options, issued)
      if (!options.json)
        terminal.err(`The old key …${issued.replaces.preview} works until ${issued.replaces.revokesAt}.\n`)
    })
}

function addFinish(keys: Command, terminal: Terminal): void {
  withPlatform(keys.command('finish').description('Ends the overlap of a rotation: the old key stops now.'))
    .argument('<key>', 'the old key, or the one that replaces it')
    .option('--yes', 'does not ask')
    .action(async (name: string, options: PlatformOptions & { yes?: boolean }) => {
      const client = await connect(options, terminal.env)
      const named = await findKey(client, name)
      const all = await listKeys(client)
      const old =
        all.find(({ replacedById, status }) => replacedById === named.id && status === 'rotating') ?? named
      await requireYes(terminal, options.yes, `Stop the key ${plain(old.name)} (…${old.preview}) now?`)
      const { apiKey } = await client.api.call('POST /api/organizations/{org}/api-keys/{key}/overlap', {
        params: { org: client.org, key: old.id },
        body: { revokesAt: new Date().toISOString() },
      })
      say(terminal, options, apiKey, () => terminal.out(`…${apiKey.preview} has stopped.\n`))
    })
}

function addRevoke(keys: Command, terminal: Terminal): void {
  withPlatform(keys.command('revoke').description('Ends a key at once and for good.'))
    .argument('<key>', KEY)
    .option('--yes', 'does not ask')
    .action(async (name: string, options: PlatformOptions & { yes?: boolean }) => {
      const client = await connect(options, terminal.env)
      const key = await findKey(client, name)
      await requireYes(
        terminal,
        options.yes,
        `Revoke ${plain(key.name)} (…${key.preview})? Its embeds stop at once.`,
      )
      const { apiKey } = await client.api.call('POST /api/organizations/{org}/api-keys/{key}/revoke', {
        params: { org: client.org, key: key.id },
      })
      say(terminal, options, apiKey, () =>
        terminal.out(`${plain(apiKey.name)} (…${apiKey.preview}) is revoked.\n`),
      )
    })
}

interface IssuedKey {
  readonly apiKey: ApiKey
  readonly token?: string | undefined
}

function sayIssued(terminal: Terminal, options: PlatformOptions, issued: IssuedKey): void {
  say(terminal, options, issued, () => {
    const { name, preview, expiresAt } = issued.apiKey
    terminal.err(
      `Key ${plain(name)} (…${preview}), expires ${day(expiresAt)}. Its token is shown this once:\n`,
    )
    terminal.out(`${issued.token}\n`)
  })
}
