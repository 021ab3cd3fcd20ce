/** “1 second”, “2 seconds”: an amount with its noun, for people. */
export const countNoun = (amount: number, noun: string): string =>
  `${amount} ${noun}${amount === 1 ? '' : 's'}`
