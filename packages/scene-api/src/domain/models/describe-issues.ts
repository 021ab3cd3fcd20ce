/** What the Khronos validator found and no picture breaks by, in sentences for the report of a version. */
import type { ModelFlaw } from './validate-model.js'

export interface Issue {
  readonly code: string
  readonly message: string
  /** 0: the format forbids it. 1: it is unwise. */
  readonly severity: number
  readonly pointer: string
  /** Something that is shown needs the place. */
  readonly isDrawn: boolean
}

/** One line a code: equal faults have one cause, and twenty of them would hide the others. */
export function describeIssues(issues: readonly Issue[]): ModelFlaw[] {
  const byCode = new Map<string, { readonly first: Issue; readonly count: number }>()
  for (const issue of issues) {
    const { first, count } = byCode.get(issue.code) ?? { first: issue, count: 0 }
    byCode.set(issue.code, { first, count: count + 1 })
  }
  return Array.from(byCode.values(), ({ first, count }) => describe(first, count))
}

function describe({ code, message, severity, pointer, isDrawn }: Issue, count: number): ModelFlaw {
  const places = count === 1 ? '' : ` The same at ${count - 1} more ${count === 2 ? 'place' : 'places'}.`
  return {
    path: pointer.replace(/^\//, '').replaceAll('/', '.'),
    pointer,
    message: `${message} (${code})${places}${severity === 0 ? outcome(isDrawn) : ''}`,
  }
}

/** The format forbids it, and the model was accepted: what becomes of it. */
function outcome(isDrawn: boolean): string {
  return isDrawn
    ? ' The viewer shows the model all the same.'
    : ' The viewer ignores this: nothing that it shows needs it.'
}
