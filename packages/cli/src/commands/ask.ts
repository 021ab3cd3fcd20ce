/** Questions to whoever sits at the terminal. */
import { UnusableError } from '../exit-code.js'
import type { Terminal } from '../terminal.js'

/** Throws unless somebody agrees. Programs say `--yes`. */
export async function requireYes(
  { isInteractive }: Terminal,
  yes: boolean | undefined,
  message: string,
): Promise<void> {
  if (yes === true) return
  if (!isInteractive)
    throw new UnusableError("Can't ask for confirmation here: this is not a terminal. Pass --yes.")
  const { confirm } = await import('@inquirer/prompts')
  if (!(await confirm({ message, default: false }))) throw new UnusableError('Nothing was changed.')
}

/** The given value, or what somebody types. */
export async function askText(
  { isInteractive }: Terminal,
  given: string | undefined,
  question: { readonly option: string; readonly message: string; readonly default?: string },
): Promise<string> {
  if (given !== undefined) return given
  if (!isInteractive) {
    if (question.default !== undefined) return question.default
    throw new UnusableError(`Give ${question.option}.`)
  }
  const { input } = await import('@inquirer/prompts')
  const { message } = question
  return input({
    message,
    required: true,
    ...(question.default !== undefined && { default: question.default }),
  })
}
