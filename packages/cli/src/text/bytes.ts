/** Sizes for people: `820 B`, `1.4 kB`, `12 MB`. */
const UNITS = ['B', 'kB', 'MB', 'GB'] as const

export function formatBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  const value = bytes / 1000 ** step
  return `${step > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[step]}`
}
