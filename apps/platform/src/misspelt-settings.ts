/** Finds variables of the environment that were meant as settings and are none, with the setting they come nearest to. */
import { distance } from 'fastest-levenshtein'

/** Not letters that somebody mistyped: another unit, or none. */
const UNIT = /_(?:MS|MILLISECONDS|SECONDS|MINUTES|HOURS|DAYS|BYTES|KB|MB|GB|MIB|GIB)$/
const PRODUCT = /^VECTREAL_/
/** Below this many letters a name of another program is as near: `POST`, `HOSTS`, `SORT`. */
const MIN_LETTERS = 6
/** From this many letters on, two slips are still the same word. */
const TWO_SLIPS_LETTERS = 9

/**
 * A line for each. Variables of other programs are not reported: a name has to be a slip or two
 * away from a setting, to have another unit, or to begin with `VECTREAL_`.
 */
export function findMisspeltSettings(
  env: Readonly<Record<string, string | undefined>>,
  settingNames: readonly string[],
): string[] {
  const known = new Set(settingNames)
  return Object.keys(env)
    .filter((name) => !known.has(name) && (env[name] ?? '').trim() !== '')
    .toSorted()
    .flatMap((name) => {
      const nearest = nearestSetting(name, settingNames)
      return nearest === null ? [] : [`${name} is not a setting and is ignored. Did you mean ${nearest}?`]
    })
}

function nearestSetting(given: string, settingNames: readonly string[]): string | null {
  const name = given.toUpperCase().replaceAll('-', '_').replace(PRODUCT, '')
  if (settingNames.includes(name)) return name
  const stem = name.replace(UNIT, '')
  const sameStem = settingNames.find(
    (setting) => (UNIT.test(setting) || UNIT.test(name)) && setting.replace(UNIT, '') === stem,
  )
  if (sameStem !== undefined && stem.length >= MIN_LETTERS) return sameStem

  const near = settingNames
    .map((setting) => ({ setting, slips: isSwap(name, setting) ? 1 : distance(name, setting) }))
    .filter(({ setting, slips }) => slips <= allowedSlips(name, setting))
    .toSorted((a, b) => a.slips - b.slips)
  return near[0]?.setting ?? null
}

function allowedSlips(name: string, setting: string): number {
  const letters = Math.min(name.length, setting.length)
  if (letters >= TWO_SLIPS_LETTERS) return 2
  if (letters >= MIN_LETTERS) return 1
  return isSwap(name, setting) ? 1 : 0
}

/** Two neighbours in the wrong order, which is one slip and hardly another program's name. */
function isSwap(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, index) => letter !== b[index])
  return at !== -1 && a.slice(0, at) + (a[at + 1] ?? '') + (a[at] ?? '') + a.slice(at + 2) === b
}
