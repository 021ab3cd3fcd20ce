/** `vectreal allow <origin>`: lets a project's keys be used from an origin. */
import type { Command } from 'commander'
import { UnusableError } from '../exit-code.js'
import { connect } from '../platform/client.js'
import { findProject } from '../platform/find.js'
import type { Terminal } from '../terminal.js'
import { plain } from '../text/table.js'
import { type PlatformOptions, say, withPlatform } from './platform-options.js'

export function addAllow(program: Command, terminal: Terminal): void {
  withPlatform(program.command('allow').description("Adds an origin to a project's allowed domains."))
    .argument('<origin>', 'an origin such as https://shop.example.com, or a pattern such as *.example.com')
    .option('--project <project>', 'id or slug; default: the only project there is')
    .action(async (origin: string, options: PlatformOptions & { project?: string }) => {
      const pattern = await patternOf(origin)
      const client = await connect(options, terminal.env)
      const project = await findProject(client, options.project)
      if (project.allowedDomains.includes(pattern)) {
        say(terminal, options, project, () =>
          terminal.out(`${plain(project.name)} allows ${pattern} already.\n`),
        )
        return
      }
      const allowedDomains = [...project.allowedDomains, pattern]
      const changed = await client.api.call('PATCH /api/organizations/{org}/projects/{project}', {
        params: { org: client.org, project: project.id },
        body: { allowedDomains },
      })
      say(terminal, options, changed, () => {
        terminal.out(`${plain(project.name)} allows ${pattern} from now on.\n`)
        for (const { message } of changed.warnings ?? [])
          terminal.err(`${terminal.colors.yellow('Warning:')} ${message}\n`)
      })
    })
}

/** What allows an origin, and nothing more; a pattern as it is. */
export async function patternOf(origin: string): Promise<string> {
  // The public suffix list is large: only who needs it waits for it.
  const { normalizeDomainPattern, suggestAcceptedPattern } = await import('@vectreal/auth-core')
  const isOrigin = /^https?:\/\/[^*]+$/.test(origin) && URL.canParse(origin)
  const suggested = isOrigin ? suggestAcceptedPattern(new URL(origin).origin) : null
  if (suggested) return suggested
  const normalized = normalizeDomainPattern(origin)
  if (normalized.ok) return normalized.pattern
  throw new UnusableError(normalized.message)
}
