/** When a delivery that failed is sent again, and when an endpoint is given up. */
const SECOND_MS = 1000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** After the first, second, … failed attempt; the last one stands for all that follow. */
const DELAYS_MS = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800].map((seconds) => seconds * SECOND_MS)
/** A fifth to either side, so that what failed together does not come back together. */
const JITTER = 0.2
/** For so long a delivery is retried; an endpoint that has taken nothing for as long is turned off. */
const RETRIED_MS = 3 * DAY_MS

/** @param random 0 to 1 */
export function retryDelayMs(attempts: number, random: number): number {
  const delay = DELAYS_MS[Math.min(attempts, DELAYS_MS.length) - 1] as number
  return Math.round(delay * (1 - JITTER + 2 * JITTER * random))
}

/** `from`: when the delivery was first due, or the endpoint began to fail. */
export const isGivenUp = (from: Date, now: Date): boolean => now.getTime() - from.getTime() >= RETRIED_MS
