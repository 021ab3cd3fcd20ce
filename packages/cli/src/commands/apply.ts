/** `vectreal apply <file>`: brings an organization to what a file says. The plan comes first; a second run has none. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type Present, planSteps, type Step } from '../apply/plan.js'
import { readWanted } from '../apply/wanted.js'
import { EXIT, UnusableError } from '../exit-code.js'
import { type Client, connect } from '../platform/client.js'
import { listKeys, listProjects } from '../platform/find.js'
import type { Project } from '../platform/types.js'
import type { Terminal } from '../terminal.js'
import { plain } from '../text/table.js'
import { requireYes } from './ask.js'
import { type PlatformOptions, say, withPlatform } from './platform-options.js'

interface Options extends PlatformOptions {
  readonly dryRun?: boolean
  readonly yes?: boolean
}

interface Secret {
  readonly name: string
  readonly secret: string
}

export function addApply(program: Command, terminal: Terminal): void {
  withPlatform(
    program
      .command('apply')
      .description(
        'Makes projects, allowed domains, keys and webhooks as a YAML file says. It shows the plan first, deletes nothing and ends no key. Exit code 1: something in the file cannot be done.',
      ),
  )
    .argument('<file>', 'such as vectreal.yaml')
    .option('--dry-run', 'shows the plan only')
    .option('--yes', 'does not ask')
    .action(async (file: string, options: Options) => {
      const path = resolve(terminal.cwd, file)
      const text = await readFile(path, 'utf8').catch((error: Error) => {
        throw new UnusableError(`${path} cannot be read: ${error.message}`)
      })
      const wanted = await readWanted(text)
      const client = await connect(options, terminal.env)
      const { normalizeDomainPattern } = await import('@vectreal/auth-core')
      const normalize = (entry: string) => {
        const normalized = normalizeDomainPattern(entry)
        if (normalized.ok) return normalized.pattern
        throw new UnusableError(normalized.message)
      }
      const steps = planSteps(wanted, await readPresent(client), normalize)
      const doable = steps.filter((step) => step.do !== 'refuse')
      if (!options.json) for (const step of steps) terminal.out(describe(step, terminal))
      if (!options.json && steps.length === 0) terminal.out('Nothing to do.\n')
      let secrets: Secret[] = []
      if (!options.dryRun && doable.length > 0) {
        await requireYes(
          terminal,
          options.yes,
          `Do ${doable.length === 1 ? 'this' : `these ${doable.length}`}?`,
        )
        secrets = await carryOut(client, doable)
      }
      say(terminal, options, { steps, applied: !options.dryRun, secrets }, () => {
        for (const { name, secret } of secrets) {
          terminal.err(`Of ${plain(name)}, shown this once:\n`)
          terminal.out(`${secret}\n`)
        }
      })
      if (doable.length < steps.length) terminal.end(EXIT.found)
    })
}

async function readPresent(client: Client): Promise<Present> {
  const [projects, keys, webhooks] = await Promise.all([
    listProjects(client),
    listKeys(client),
    client.api.listAll('GET /api/organizations/{org}/webhooks', { params: { org: client.org } }),
  ])
  return { projects, keys, webhooks }
}

async function carryOut(client: Client, steps: readonly Step[]): Promise<Secret[]> {
  const secrets: Secret[] = []
  for (const step of steps) {
    if (step.do === 'change') await change(client, step)
    if (step.do !== 'create') continue
    const secret = await create(client, step)
    if (secret !== null) secrets.push({ name: `the ${step.what} ${step.name}`, secret })
  }
  return secrets
}

function change({ api, org }: Client, { what, id, body }: Extract<Step, { do: 'change' }>): Promise<unknown> {
  switch (what) {
    case 'project':
      return api.call('PATCH /api/organizations/{org}/projects/{project}', {
        params: { org, project: id },
        body,
      })
    case 'key':
      return api.call('PATCH /api/organizations/{org}/api-keys/{key}', { params: { org, key: id }, body })
    case 'webhook':
      return api.call('PATCH /api/organizations/{org}/webhooks/{webhook}', {
        params: { org, webhook: id },
        body,
      })
  }
}

/** Resolves to what is shown once; null: there is no such thing. */
async function create(client: Client, step: Extract<Step, { do: 'create' }>): Promise<string | null> {
  const { api, org } = client
  const params = { org }
  if (step.what === 'project') {
    const body = { name: step.body.slug, ...step.body }
    await api.call('POST /api/organizations/{org}/projects', { params, body })
    return null
  }
  if (step.what === 'webhook') {
    const { secret } = await api.call('POST /api/organizations/{org}/webhooks', { params, body: step.body })
    return secret
  }
  const { projects: slugs, ...rest } = step.body
  const projects = await listProjects(client)
  const projectIds = slugs.map((slug) => idOf(projects, slug))
  const body = { name: step.body.externalId, ...rest, projectIds }
  const { token } = await api.call('POST /api/organizations/{org}/api-keys', { params, body })
  return token ?? ''
}

function idOf(projects: readonly Project[], slug: string): string {
  const found = projects.find((project) => project.slug === slug)
  if (found) return found.id
  throw new UnusableError(`There is no project ${JSON.stringify(slug)}: name it under projects.`)
}

function describe(step: Step, { colors }: Terminal): string {
  const name = `${step.what} ${plain(step.name)}`
  if (step.do === 'create') return `${colors.green('+')} ${name}\n`
  if (step.do === 'refuse') return `${colors.red('!')} ${name}: ${plain(step.reason)}\n`
  const fields = Object.entries(step.body).map(
    ([field, value]) => `    ${field}: ${plain(JSON.stringify(value))}\n`,
  )
  return `${colors.yellow('~')} ${name}\n${fields.join('')}`
}
