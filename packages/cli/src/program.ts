/** The table of commands, and how each ends. */
import { readFileSync } from 'node:fs'
import { ManagementError } from '@vectreal/scene-api/client'
import { Command, CommanderError } from 'commander'
import { addAllow } from './commands/allow.js'
import { addApply } from './commands/apply.js'
import { addAuditVerify } from './commands/audit-verify.js'
import { addCompletion } from './commands/completion.js'
import { addDoctor } from './commands/doctor.js'
import { addInit } from './commands/init.js'
import { addKeys } from './commands/keys.js'
import { addLogin } from './commands/login.js'
import { addScenes } from './commands/scenes.js'
import { EXIT, type ExitCode, UnusableError } from './exit-code.js'
import type { CliOutput } from './output.js'
import { describeRefusal } from './platform/describe-refusal.js'
import { createTerminal, type Surroundings, type Terminal } from './terminal.js'

/** Runs one command line (without the program's own name) and resolves to the exit code. Never rejects. */
export async function runCli(
  args: readonly string[],
  output: CliOutput,
  surroundings: Surroundings = {},
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const terminal = createTerminal(output, surroundings, (ended) => {
    code = ended
  })
  try {
    await createProgram(terminal).parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.unusable
    output.err(`${describe(error)}\n`)
    return EXIT.unusable
  }
}

function describe(error: unknown): string {
  if (error instanceof UnusableError) return error.message
  if (error instanceof ManagementError) return describeRefusal(error)
  // Somebody pressed Ctrl-C at a question.
  return error instanceof Error && error.name === 'ExitPromptError' ? 'Nothing was changed.' : String(error)
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('vectreal')
    .description('Works with scenes, keys and evidence of a Vectreal embed platform.')
    .version(ownVersion())
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .configureHelp({ showGlobalOptions: true })
    .helpCommand(false)

  addLogin(program, terminal)
  addInit(program, terminal)
  addScenes(program, terminal)
  addKeys(program, terminal)
  addAllow(program, terminal)
  addDoctor(program, terminal)
  addApply(program, terminal)
  const audit = program.command('audit').description('The audit log as evidence.').helpCommand(false)
  addAuditVerify(audit, terminal, (code) => terminal.end(code))
  addCompletion(program, terminal)
  return program
}

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string
  }
  return manifest.version
}
