/** The name of the constraint that a statement would have broken, or null for any other error. */
export function violatedConstraint(error: unknown): string | null {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 8;
    current = current.cause, depth++
  ) {
    const { code, constraint } = current as { code?: unknown; constraint?: unknown }
    // Class 23: integrity constraint violation.
    if (typeof code === 'string' && code.startsWith('23') && typeof constraint === 'string') return constraint
  }
  return null
}
