/** "Firefox on Linux": what people recognise a device by; a user agent in full tells nobody anything. */
const BROWSERS = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\/|CriOS/, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const SYSTEMS = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const

export function describeDevice(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'Unknown device'
  const find = (names: readonly (readonly [RegExp, string])[], fallback: string) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? fallback
  return `${find(BROWSERS, 'A browser')} on ${find(SYSTEMS, 'an unknown system')}`
}
