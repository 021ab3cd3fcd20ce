/** `vectreal login` and `logout`. */
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { UnusableError } from '../exit-code.js'
import { createClient, findPlatform } from '../platform/client.js'
import {
  type Credentials,
  forgetCredentials,
  readCredentials,
  writeCredentials,
} from '../platform/credentials.js'
import { giveBackToken, startLogin, waitForToken } from '../platform/device-login.js'
import { listProjects } from '../platform/find.js'
import type { Terminal } from '../terminal.js'
import { plain } from '../text/table.js'
import { askText } from './ask.js'

interface Options {
  readonly url?: string
  readonly organization?: string
  readonly withToken?: boolean
  readonly browser: boolean
}

export function addLogin(program: Command, terminal: Terminal): void {
  program
    .command('login')
    .description(
      'Signs this machine in: an owner or admin allows it in the browser. It keeps a service token of 90 days, which the dashboard lists and ends.',
    )
    .option('--url <url>', 'the platform; default: VECTREAL_URL or http://localhost:4400')
    .option('--no-browser', 'prints the address instead of opening it')
    .option('--with-token', 'keeps a service token that it reads from standard input, or asks for')
    .option('--organization <id>', 'with --with-token: id or slug')
    .action(async (options: Options) => {
      const platform = findPlatform(options, terminal.env, null)
      const credentials = options.withToken
        ? await loginByToken(platform, options, terminal)
        : await loginByBrowser(platform, options.browser, terminal)
      terminal.out(await keep(terminal, credentials))
    })
  program
    .command('logout')
    .description('Forgets the service token of this machine, and ends it where vectreal login made it.')
    .action(() => logout(terminal))
}

/** Keeps them, and returns the words for it. */
async function keep(terminal: Terminal, credentials: Credentials): Promise<string> {
  const path = await writeCredentials(terminal.env, credentials)
  const { organization, platform } = credentials
  return `Signed in to ${plain(organization)} on ${platform}. Kept in ${path}, for you alone.\n`
}

/** On the way to something else: its words go where notes go. */
export async function signInByBrowser(platform: string, browser: boolean, terminal: Terminal): Promise<void> {
  terminal.err(await keep(terminal, await loginByBrowser(platform, browser, terminal)))
}

async function loginByBrowser(platform: string, browser: boolean, terminal: Terminal): Promise<Credentials> {
  const { bold } = terminal.colors
  const started = await startLogin(platform)
  const address = started.verification_uri_complete
  terminal.err(`Open ${plain(address)}\nand allow the code ${bold(plain(started.user_code))}.\n`)
  if (browser && terminal.isInteractive && new URL(address).origin === platform) {
    const { default: open } = await import('open')
    // The address stands there already for whoever has no browser here.
    await open(address).catch(() => {})
  }
  const { access_token, organization } = await waitForToken(platform, started, terminal.sleep)
  return { platform, organization: organization.slug, token: access_token, isOwn: true }
}

async function loginByToken(platform: string, options: Options, terminal: Terminal): Promise<Credentials> {
  const organization = await askText(terminal, options.organization, {
    option: '--organization',
    message: 'Organization (id or slug)',
  })
  const token = await readToken(platform, terminal)
  const credentials = { platform, organization, token, isOwn: false }
  // Before it is kept: whether it works.
  await listProjects(createClient(credentials))
  return credentials
}

/** Never as an argument: others on the machine see those. */
async function readToken(platform: string, terminal: Terminal): Promise<string> {
  let given: string
  if (terminal.isInteractive) {
    terminal.err(`Make a service token at ${platform}/dashboard/service-tokens and paste it here.\n`)
    const { password } = await import('@inquirer/prompts')
    given = await password({ message: 'Service token', mask: true })
  } else given = await text(terminal.input())
  const token = given.trim()
  const { parseServiceToken } = await import('@vectreal/auth-core')
  if (!parseServiceToken(token).ok) throw new UnusableError('That is no service token (vctrlsvc_…).')
  return token
}

async function logout(terminal: Terminal): Promise<void> {
  // A damaged file is forgotten like a whole one.
  const kept = await readCredentials(terminal.env).catch(() => null)
  await forgetCredentials(terminal.env)
  if (kept === null) return terminal.out('Signed out.\n')
  if (!kept.isOwn)
    return terminal.out('Signed out. The service token stays valid until it is revoked in the dashboard.\n')
  try {
    await giveBackToken(kept.platform, kept.token)
    terminal.out('Signed out. The service token of this machine has ended.\n')
  } catch {
    terminal.out('Signed out.\n')
    terminal.err(
      `The service token could not be ended: revoke it at ${kept.platform}/dashboard/service-tokens, unless it has ended already.\n`,
    )
  }
}
