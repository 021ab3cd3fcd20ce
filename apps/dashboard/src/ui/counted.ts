/** “1 load”, “1,200 loads”: an amount with its noun. */
export const counted = (amount: number, one: string, many = `${one}s`): string =>
  `${amount.toLocaleString()} ${amount === 1 ? one : many}`
