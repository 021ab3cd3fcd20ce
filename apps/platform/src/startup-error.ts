/** Why the platform could not start or go on: one line for whoever started it, without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}
