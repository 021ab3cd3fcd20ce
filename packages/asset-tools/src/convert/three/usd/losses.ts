/** What a file has and its GLB will not: kinds, each with the names of the parts it is about. */

const SHOWN_NAMES = 3

export class Losses {
  readonly #names = new Map<string, Set<string>>()

  add(kind: string, name: string): void {
    const names = this.#names.get(kind) ?? new Set()
    this.#names.set(kind, names.add(name))
  }

  list(): readonly string[] {
    return [...this.#names].map(([kind, set]) => {
      const names = [...set].filter((name) => name !== '')
      const shown = names.slice(0, SHOWN_NAMES).join(', ')
      const more = names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : ''
      return shown === '' ? kind : `${kind} (${shown}${more})`
    })
  }
}
