/**
 * `npm run release`: builds, checks and publishes every package whose version the registry does not have yet.
 *
 *   --registry <url>   another registry than npm's, for a rehearsal; no git tag is made
 *   --canary           publishes the present state as 0.0.0-canary-<time> under the tag `canary`
 *   --built            the packages are built and checked already
 *
 * Versions are raised before, by `changeset version`; the version pull request does that.
 */
import { checks } from './checks.mjs'
import { bin, build, fail, install, run } from './pnpm.mjs'

const args = process.argv.slice(2)
const registry = args.includes('--registry') ? args[args.indexOf('--registry') + 1] : undefined
const canary = args.includes('--canary')

if (!args.includes('--built')) {
  await install()
  await build()
  for (const check of checks) {
    const { code, output } = await check.run()
    if (code !== 0) fail(`${output}\nNothing was published: "${check.name}" failed.`)
    console.log(`ok    ${check.name}`)
  }
}
if (canary && (await run(bin('changeset'), ['version', '--snapshot', 'canary'])) !== 0) {
  fail('The canary versions could not be written.')
}
const code = await run(
  bin('changeset'),
  [
    'publish',
    ...(canary ? ['--tag', 'canary'] : []),
    ...(canary || registry !== undefined ? ['--no-git-tag'] : []),
  ],
  {
    env: {
      ...(registry !== undefined && { npm_config_registry: registry }),
      // Where a workflow may sign for its origin, npm shows where a package was built.
      ...(process.env.ACTIONS_ID_TOKEN_REQUEST_URL && { NPM_CONFIG_PROVENANCE: 'true' }),
    },
  },
)
if (code !== 0)
  fail('Not every package was published; see above. Running the command again publishes the rest.', code)
