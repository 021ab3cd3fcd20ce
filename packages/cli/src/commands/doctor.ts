/** `vectreal doctor [folder|url]`: the keys in what is published, and whether they work. */
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { EXIT } from '../exit-code.js'
import { askPlatform, type KeyHealth } from '../doctor/ask-platform.js'
import type { Found } from '../doctor/find-secrets.js'
import { type Finding, judge } from '../doctor/judge.js'
import { openPage, readFolder, type Source } from '../doctor/read-sources.js'
import { readStaged } from '../doctor/read-staged.js'
import { connectIfSignedIn, findPlatform } from '../platform/client.js'
import { readCredentials } from '../platform/credentials.js'
import { listKeys } from '../platform/find.js'
import type { ApiKey } from '../platform/types.js'
import type { Terminal } from '../terminal.js'
import { plain } from '../text/table.js'
import { type PlatformOptions, say, withPlatform } from './platform-options.js'

interface Options extends PlatformOptions {
  readonly origin?: string
  readonly offline?: boolean
  readonly strict?: boolean
  readonly staged?: boolean
}

/** Asking about a wrong key counts as a failed request of this client. */
const MAX_ASKED = 30
const NOT_ASKED: KeyHealth = { state: 'not asked', key: null, origins: null }
/** The worst first. */
const LEVELS: readonly Finding['level'][] = ['error', 'warning', 'ok']

type Places = Map<string, { readonly found: Found; readonly places: string[] }>

export function addDoctor(program: Command, terminal: Terminal): void {
  withPlatform(
    program
      .command('doctor')
      .description(
        'Finds keys in files, bundles and pages, and asks whether each works. Exit code 1: a service token or signing key is among them, or an embed would fail.',
      ),
  )
    .argument('[target]', 'a folder, a file, or the address of a page', '.')
    .option('--origin <origin>', 'where the page will be: would it pass?', parseOrigin)
    .option('--offline', 'looks for keys only, without contacting the platform')
    .option('--strict', 'exit code 1 for warnings too')
    .option('--staged', 'of a git repository: what a commit would hold, not the files that lie there')
    .action(async (target: string, options: Options) => {
      const page = /^https?:\/\//.test(target) ? await openPage(target) : null
      const path = resolve(terminal.cwd, target)
      const secrets = await collect(page?.sources ?? (options.staged ? readStaged(path) : readFolder(path)))
      const origin = options.origin ?? (page === null ? undefined : new URL(page.address).origin)
      const findings = await examine(
        secrets,
        { ...options, ...(origin !== undefined && { origin }) },
        terminal,
      )
      say(terminal, options, { findings }, () => print(terminal, findings))
      const fails = findings.some(({ level }) => level === 'error' || (options.strict && level === 'warning'))
      if (fails) terminal.end(EXIT.found)
    })
}

function parseOrigin(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text).origin
  throw new InvalidArgumentError('It is an origin such as https://shop.example.com.')
}

async function collect(sources: AsyncGenerator<Source>): Promise<Places> {
  const { findSecrets } = await import('../doctor/find-secrets.js')
  const all: Places = new Map()
  for await (const { name, text } of sources) {
    for (const found of findSecrets(text)) {
      const known = all.get(found.secret) ?? { found, places: [] }
      known.places.push(`${name}:${found.line}`)
      all.set(found.secret, known)
    }
  }
  return all
}

async function examine(secrets: Places, options: Options, terminal: Terminal): Promise<Finding[]> {
  const asked = options.offline ? null : await prepareQuestions(secrets, options, terminal)
  const findings: Finding[] = []
  let count = 0
  for (const { found, places } of secrets.values()) {
    const { kind, preview, secret } = found
    const mayAsk = asked !== null && kind === 'api_key' && (count += 1) <= MAX_ASKED
    const health = mayAsk
      ? await askPlatform({ ...asked, token: secret, preview, origin: options.origin })
      : asked && NOT_ASKED
    findings.push(judge({ kind, preview, places, health, origin: options.origin }))
  }
  return findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
}

/** The list of keys says more, where one is signed in. */
async function prepareQuestions(secrets: Places, options: Options, terminal: Terminal) {
  const platform = findPlatform(options, terminal.env, await readCredentials(terminal.env))
  if (![...secrets.values()].some(({ found }) => found.kind === 'api_key')) return null
  const client = await connectIfSignedIn(options, terminal.env)
  const keys: ApiKey[] = client === null ? [] : await listKeys(client)
  return { platform, client, keys }
}

function print(terminal: Terminal, findings: readonly Finding[]): void {
  const { colors } = terminal
  if (findings.length === 0) terminal.out('No keys found.\n')
  const PAINT = { error: colors.red, warning: colors.yellow, ok: colors.green }
  for (const { level, kind, preview, places, message, remedy } of findings) {
    const name =
      kind === 'api_key'
        ? `API key …${preview}`
        : kind === 'service_token'
          ? `Service token …${preview}`
          : 'Signing key'
    terminal.out(`${PAINT[level](level.padEnd(7))} ${name}: ${plain(message)}\n`)
    for (const place of places.slice(0, 5)) terminal.out(`        ${plain(place)}\n`)
    if (places.length > 5) terminal.out(`        and ${places.length - 5} more\n`)
    if (remedy !== null) terminal.out(`        ${plain(remedy)}\n`)
  }
}
