/** Imports point one way; `pnpm deps:check` refuses the others. */
const only = (name, ...allowed) => ({
  name: `${name}-imports`,
  comment: `packages/${name} may import ${allowed.length ? allowed.join(', ') : 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^packages/${name}/src`, pathNot: '\\.test\\.tsx?$' },
  to: { path: `^apps/|^packages/(?!(?:${[name, ...allowed].join('|')})/)` },
})

/**
 * The layers of scene-api, from the ground up. A folder may import the ones named beside it, and files right in `src` that
 * are not put together there of everything else.
 */
const SCENE_API = 'packages/scene-api/src'
const layer = (folder, ...allowed) => ({
  name: `scene-api-${folder}`,
  comment: `scene-api/src/${folder} may import ${allowed.length ? allowed.join(', ') : 'no other folder'}`,
  severity: 'error',
  from: { path: `^${SCENE_API}/${folder}/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: `^${SCENE_API}/(?:(?!(?:${[folder, ...allowed].join('|')})/)[^/]+/|(?:app|index|maintenance|starting)\\.ts$)`,
  },
})
const GROUND = ['schemas', 'contract', 'db', 'storage', 'work']
const layers = [
  layer('schemas'),
  layer('contract', 'schemas'),
  layer('client', 'contract', 'schemas'),
  layer('db'),
  layer('storage'),
  layer('work'),
  layer('domain', ...GROUND),
  layer('http', ...GROUND),
  layer('identity', ...GROUND, 'domain', 'http'),
  layer('embed', ...GROUND, 'domain', 'http'),
  layer('mount', ...GROUND, 'domain', 'http', 'identity'),
  layer('routes', ...GROUND, 'domain', 'http', 'identity', 'mount'),
  layer('openapi', 'schemas', 'contract', 'identity'),
  layer('drawing'),
  layer('workers', 'domain', 'drawing'),
  {
    name: 'scene-api-top-level',
    comment:
      'files right in scene-api/src import no folder above the ground; app, index, maintenance and starting import any',
    severity: 'error',
    from: {
      path: `^${SCENE_API}/(?!(?:app|index|maintenance|starting)\\.ts$)[^/]+$`,
      pathNot: '\\.test\\.ts$',
    },
    to: {
      path: `^${SCENE_API}/(?:(?!(?:${GROUND.join('|')})/)[^/]+/|(?:app|index|maintenance|starting)\\.ts$)`,
    },
  },
  {
    name: 'rules-know-no-express',
    comment:
      'what the server decides and stores is told by problems; http, identity, embed, mount and routes speak HTTP',
    severity: 'error',
    from: { path: `^${SCENE_API}/(?:domain|schemas|contract|db|storage|work|problem)` },
    to: { path: 'node_modules/(?:\\.pnpm/)?(?:@types[/+])?express[@/]' },
  },
]

/** The one machine that loads and shows a scene knows none of those who put it into a page. */
const sceneStandsAlone = {
  name: 'scene-stands-alone',
  comment: 'element, frame and React import scene/, never back',
  severity: 'error',
  from: { path: '^packages/embed-sdk/src/(?!element/|frame/|types/|snippets)' },
  to: { path: '^packages/(?:embed-sdk/src/(?:element|frame)/|react-viewer/)' },
}
const elementKnowsNoFrame = {
  name: 'element-knows-no-frame',
  severity: 'error',
  from: { path: '^packages/embed-sdk/src/element/' },
  to: { path: '^packages/embed-sdk/src/frame/' },
}

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'packages-never-import-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'rules-do-no-io',
      severity: 'error',
      from: { path: '^packages/(?:auth-core|scene-format)/src', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'format-depends-on-nothing',
      comment: 'every package and every page that shows a scene carries scene-format',
      severity: 'error',
      from: { path: '^packages/scene-format/src', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules' },
    },
    {
      name: 'no-undeclared-dependencies',
      severity: 'error',
      // The types of the frameworks that embed-sdk is typed for come from optional peers.
      from: { path: '^(apps|packages)/[^/]+/src', pathNot: '\\.test\\.tsx?$|^packages/embed-sdk/src/types/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-test-kit-in-products',
      severity: 'error',
      from: { path: '/src/', pathNot: '\\.test\\.tsx?$|test-kit' },
      to: { path: 'packages/test-kit' },
    },
    ...layers,
    sceneStandsAlone,
    elementKnowsNoFrame,
    only('scene-format'),
    only('asset-tools', 'scene-format'),
    only('auth-core', 'scene-format'),
    only('viewer-core', 'scene-format'),
    only('scene-api', 'scene-format', 'auth-core', 'asset-tools'),
    only('cli', 'scene-format', 'auth-core', 'asset-tools', 'scene-api/src/client', 'scene-api/src/drawing'),
    only('embed-sdk', 'scene-format', 'viewer-core'),
    only('react-viewer', 'scene-format', 'viewer-core', 'embed-sdk'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|drizzle)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@vectreal/source', 'types', 'import', 'default'],
    },
  },
}
