/** How often a property is tried: in full, or a fraction where the tests run once for every mutant. */
declare const PROPERTY_RUNS_DIVISOR: number | undefined

export function propertyRuns(full: number): number {
  return typeof PROPERTY_RUNS_DIVISOR === 'undefined' ? full : Math.ceil(full / PROPERTY_RUNS_DIVISOR)
}
