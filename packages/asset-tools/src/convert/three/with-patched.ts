/** Runs one synchronous call with other functions in the places of some: nobody else can meet them. */
export type Patch = readonly [owner: object, name: string, replacement: unknown]

export function withPatched<Result>(patches: readonly Patch[], work: () => Result): Result {
  const before = patches.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name))
  for (const [owner, name, value] of patches) {
    Object.defineProperty(owner, name, {
      value,
      configurable: true,
      writable: true,
    })
  }
  try {
    return work()
  } finally {
    for (const [index, [owner, name]] of patches.entries()) {
      const descriptor = before[index]
      if (descriptor === undefined) Reflect.deleteProperty(owner, name)
      else Object.defineProperty(owner, name, descriptor)
    }
  }
}
