/** What jsdom and happy-dom lack and a viewer asks for: everything is in sight, of no size, and nothing fades. */

type Stub = readonly [target: object, name: string, property: PropertyDescriptor]

class SeesEverything {
  constructor(private readonly report: (entries: readonly object[], observer: object) => void) {}
  observe(target: Element): void {
    this.report([{ isIntersecting: true, target }], this)
  }
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): readonly object[] {
    return []
  }
}

class SeesNoChange {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Fills in what is missing and leaves the rest as it is; the result takes it out again. */
export function fillBrowserParts(): () => void {
  const stubs: readonly Stub[] = [
    [globalThis, 'IntersectionObserver', { value: SeesEverything }],
    [globalThis, 'ResizeObserver', { value: SeesNoChange }],
    [Element.prototype, 'animate', { value: () => ({ cancel() {} }) }],
    [Element.prototype, 'getAnimations', { value: () => [] }],
    // A list of its own each time: nothing is styled here.
    [Element.prototype, 'part', { get: () => document.createElement('i').classList }],
  ]
  const missing = stubs.filter(([target, name]) => !(name in target))
  for (const [target, name, property] of missing) {
    Object.defineProperty(target, name, { configurable: true, ...property })
  }
  return () => {
    for (const [target, name] of missing) Reflect.deleteProperty(target, name)
  }
}
