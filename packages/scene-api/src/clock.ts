/** Where every stored or compared instant comes from. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
