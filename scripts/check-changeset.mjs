/**
 * `node scripts/check-changeset.mjs <base>`: fails where a pull request changes what a published package ships and
 * brings no changeset. A change that no user notices says so with an empty one: `npm run changeset -- --empty`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './pnpm.mjs'

/** Files of a package that its users never receive. */
const UNSHIPPED = /(\.test\.tsx?|\/tests\/|\/bench\/|vitest\.config\.ts|CHANGELOG\.md)/

/** Names the packages that need a changeset; none where `changed` holds one. */
export function packagesWithoutChangeset(changed, isPublished) {
  if (changed.some((file) => /^\.changeset\/(?!README)[^/]+\.md$/.test(file))) return []
  const shipped = changed.filter((file) => file.startsWith('packages/') && !UNSHIPPED.test(file))
  return [...new Set(shipped.map((file) => file.split('/')[1]))].filter(isPublished)
}

function isPublished(name) {
  const file = join(root, 'packages', name, 'package.json')
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).private !== true
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const base = process.argv[2] ?? 'origin/main'
  const changed = execFileSync('git', ['diff', '--name-only', `${base}...HEAD`], {
    cwd: root,
    encoding: 'utf8',
  })
  const missing = packagesWithoutChangeset(changed.split('\n').filter(Boolean), isPublished)
  if (missing.length > 0) {
    console.error(`Add a changeset for ${missing.join(', ')}: npm run changeset (see .changeset/README.md).`)
    process.exitCode = 1
  }
}
