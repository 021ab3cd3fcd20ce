/** Lists the licence of everything that ships with the published packages; fails on one that does not fit AGPL-3.0. */
import { bin, capture, fail } from './pnpm.mjs'

/** May be combined with AGPL-3.0 and passed on under its own terms. */
const FITTING =
  /^(\(?(MIT|MIT License|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|Zlib|Python-2\.0|LGPL-3\.0-or-later|MPL-2\.0|AGPL-3\.0-only)( (OR|AND) )?)+\)?$/

const { code, output } = await capture(bin('pnpm'), [
  '--filter',
  './packages/*',
  '--filter',
  '!@vectreal/test-kit',
  'licenses',
  'list',
  '--prod',
  '--json',
])
if (code !== 0) fail(output)
const byLicence = Object.entries(JSON.parse(output.slice(output.indexOf('{'))))
for (const [licence, packages] of byLicence.toSorted()) {
  console.log(
    `${licence}\n  ${packages.map(({ name, versions }) => `${name} ${versions.join(', ')}`).join('\n  ')}`,
  )
}
const others = byLicence.filter(([licence]) => !licence.split(' AND ').every((part) => FITTING.test(part)))
if (others.length > 0) fail(`\nNot known to fit AGPL-3.0: ${others.map(([licence]) => licence).join(', ')}`)
