/** What a command finds around it: where it writes, and what it was started with. */
import { setTimeout } from 'node:timers/promises'
import { createColors } from 'picocolors'
import type { ExitCode } from './exit-code.js'
import type { CliOutput } from './output.js'

export interface Terminal extends CliOutput {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** Standard input. */
  input(): NodeJS.ReadableStream
  /** Somebody sits there who can be asked. */
  readonly isInteractive: boolean
  readonly colors: ReturnType<typeof createColors>
  sleep(milliseconds: number): Promise<void>
  /** What the process ends with, where it is not 0. */
  end(code: ExitCode): void
}

/** What a command runs in. What is left out is that of the process. */
export interface Surroundings {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly input?: () => NodeJS.ReadableStream
  readonly isInteractive?: boolean
  readonly sleep?: (milliseconds: number) => Promise<void>
  /** Default: where the output is a terminal. `NO_COLOR` and `FORCE_COLOR` decide before. */
  readonly hasColors?: boolean
}

export function createTerminal(
  output: CliOutput,
  {
    env = process.env,
    cwd = process.cwd(),
    input = () => process.stdin,
    isInteractive = false,
    hasColors = false,
    sleep = setTimeout,
  }: Surroundings,
  end: (code: ExitCode) => void,
): Terminal {
  const colored = !env.NO_COLOR && (Boolean(env.FORCE_COLOR) || hasColors)
  return {
    out: output.out,
    err: output.err,
    env,
    cwd,
    input,
    isInteractive,
    colors: createColors(colored),
    sleep,
    end,
  }
}
