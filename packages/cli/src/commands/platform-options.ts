/** The options of every command that talks to a platform, and how it says what came of it. */
import type { Command } from 'commander'
import type { ClientOptions } from '../platform/client.js'
import type { Terminal } from '../terminal.js'

export interface PlatformOptions extends ClientOptions {
  readonly json?: boolean
}

export const withPlatform = (command: Command): Command =>
  command
    .option('--url <url>', 'the platform; default: VECTREAL_URL, or where you are signed in')
    .option('--organization <id>', 'id or slug; default: VECTREAL_ORGANIZATION, or where you are signed in')
    .option('--json', 'prints JSON')

/** JSON where it is asked for, else words. */
export function say(terminal: Terminal, { json }: PlatformOptions, value: unknown, words: () => void): void {
  if (json === true) terminal.out(`${JSON.stringify(value, null, 2)}\n`)
  else words()
}
