/** The table of commands, and how each ends. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { addAuditVerify } from './commands/audit-verify.js'
import { EXIT, type ExitCode, UnusableError } from './exit-code.js'
import type { CliOutput } from './output.js'

/** Runs one command line (without the program's own name) and resolves to the exit code. Never rejects. */
export async function runCli(args: readonly string[], output: CliOutput): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const program = createProgram(output, (ended) => {
    code = ended
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.unusable
    output.err(`${error instanceof UnusableError ? error.message : String(error)}\n`)
    return EXIT.unusable
  }
}

function createProgram(output: CliOutput, end: (code: ExitCode) => void): Command {
  const program = new Command('vectreal')
    .description('Works with scenes, keys and evidence of a Vectreal embed platform.')
    .version(ownVersion())
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.out(text), writeErr: (text) => output.err(text) })
    .configureHelp({ showGlobalOptions: true })
    .helpCommand(false)

  const audit = program.command('audit').description('The audit log as evidence.').helpCommand(false)
  addAuditVerify(audit, output, end)
  return program
}

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string
  }
  return manifest.version
}
