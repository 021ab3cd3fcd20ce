/** `vectreal init`: project, allowed domain, key and a page's code, in one go. Running it again finds what is there. */
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { UnusableError } from '../exit-code.js'
import { detectFramework, SNIPPET_FILES, snippetFor } from '../init/snippet.js'
import {
  type Client,
  connect,
  connectIfSignedIn,
  DEFAULT_PLATFORM,
  findPlatform,
} from '../platform/client.js'
import { listProjects } from '../platform/find.js'
import type { Project } from '../platform/types.js'
import type { Terminal } from '../terminal.js'
import { plain } from '../text/table.js'
import { patternOf } from './allow.js'
import { askText } from './ask.js'
import { signInByBrowser } from './login.js'
import { type PlatformOptions, say, withPlatform } from './platform-options.js'

interface Options extends PlatformOptions {
  readonly project?: string
  readonly allow?: string
  readonly scene?: string
  readonly browser: boolean
}

export function addInit(program: Command, terminal: Terminal): void {
  withPlatform(
    program
      .command('init')
      .description(
        'Makes a project, an allowed domain and a key, and writes the code for the framework that it finds here. Where nobody is signed in, it asks for the platform and signs in first.',
      ),
  )
    .option('--project <name>', 'name of the project')
    .option('--allow <origin>', 'where the page will be, such as https://shop.example.com')
    .option('--scene <id>', 'the scene to show')
    .option('--no-browser', 'to sign in, prints the address instead of opening it')
    .action(async (options: Options) => {
      const framework = detectFramework(await readManifest(terminal.cwd))
      const file = SNIPPET_FILES[framework]
      const kept = await readKept(join(terminal.cwd, file))
      const client = (await connectIfSignedIn(options, terminal.env)) ?? (await signIn(options, terminal))
      const name = await askText(terminal, options.project, {
        option: '--project',
        message: 'Name of the project',
        default: basename(terminal.cwd),
      })
      const origin = await askText(terminal, options.allow, {
        option: '--allow',
        message: 'Where will the page be? (https://…)',
      })
      const project = await ensureProject(client, name, await patternOf(origin))
      const allows = `Project ${plain(project.name)} (${project.slug}) allows ${project.allowedDomains.join(', ')}.\n`
      if (kept !== null) {
        say(terminal, options, { project, apiKey: null, token: null, framework, file }, () =>
          terminal.out(`${allows}${file} is there already, with key …${kept}: it stays as it is.\n`),
        )
        return
      }
      const made = await makeKey(client, project)
      const facts = { platform: client.platform, apiKey: made.token, sceneId: options.scene }
      await writeFile(join(terminal.cwd, file), snippetFor(framework, facts))
      say(terminal, options, { project, ...made, framework, file }, () => {
        terminal.out(
          `${allows}Key …${made.apiKey.preview} is made; it is safe in public HTML.\nWrote ${file}${framework === 'html' ? '' : ` for ${framework}`}.\n`,
        )
        if (options.scene === undefined) {
          terminal.out(
            `Next: vectreal scenes push <file> --project ${project.slug} --publish, and put its id into ${file}.\n`,
          )
        }
      })
    })
}

/** The last four of the key in what an earlier run wrote; null: there is no such file. What others wrote is not touched. */
async function readKept(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  const { findSecrets } = await import('../doctor/find-secrets.js')
  const key = findSecrets(text).find(({ kind }) => kind === 'api_key')
  if (key) return key.preview
  throw new UnusableError(`${path} is there already, without a key: move it away first.`)
}

/** Whoever sits there is asked. A program hears what is missing. */
async function signIn(options: Options, terminal: Terminal): Promise<Client> {
  if (!terminal.isInteractive) return connect(options, terminal.env)
  const url = await askText(terminal, options.url ?? (terminal.env.VECTREAL_URL || undefined), {
    option: '--url',
    message: 'Address of the platform',
    default: DEFAULT_PLATFORM,
  })
  await signInByBrowser(findPlatform({ url }, terminal.env, null), options.browser, terminal)
  return connect({ ...options, url }, terminal.env)
}

async function makeKey({ api, org }: Client, { id, name }: Project) {
  const { apiKey, token = '' } = await api.call('POST /api/organizations/{org}/api-keys', {
    params: { org },
    body: { name: `${name} website`, projectIds: [id] },
  })
  return { apiKey, token }
}

async function ensureProject(client: Client, name: string, pattern: string): Promise<Project> {
  const projects = await listProjects(client)
  const there = projects.find((project) => project.name === name || project.slug === name)
  const { api, org } = client
  if (!there) {
    const body = { name, allowedDomains: [pattern] }
    return api.call('POST /api/organizations/{org}/projects', { params: { org }, body })
  }
  if (there.allowedDomains.includes(pattern)) return there
  const allowedDomains = [...there.allowedDomains, pattern]
  const params = { org, project: there.id }
  return api.call('PATCH /api/organizations/{org}/projects/{project}', { params, body: { allowedDomains } })
}

async function readManifest(folder: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
  } catch {
    return {}
  }
}
