/** Imports point one way; `pnpm deps:check` refuses the others. */
const only = (name, ...allowed) => ({
  name: `${name}-imports`,
  comment: `packages/${name} may import ${allowed.length ? allowed.join(', ') : 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^packages/${name}/src`, pathNot: '\\.test\\.tsx?$' },
  to: { path: `^apps/|^packages/(?!(?:${[name, ...allowed].join('|')})/)` },
})

/** The one machine that loads and shows a scene knows none of those who put it into a page. */
const sceneStandsAlone = {
  name: 'scene-stands-alone',
  comment: 'element, frame and React import scene/, never back',
  severity: 'error',
  from: { path: '^packages/embed-sdk/src/(?!element/|frame/|snippets)' },
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
      name: 'no-undeclared-dependencies',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-test-kit-in-products',
      severity: 'error',
      from: { path: '/src/', pathNot: '\\.test\\.tsx?$|test-kit' },
      to: { path: 'packages/test-kit' },
    },
    sceneStandsAlone,
    elementKnowsNoFrame,
    only('scene-format'),
    only('auth-core', 'scene-format'),
    only('viewer-core', 'scene-format'),
    only('scene-api', 'scene-format', 'auth-core'),
    only('cli', 'scene-format', 'auth-core'),
    only('embed-sdk', 'scene-format', 'viewer-core'),
    only('react-viewer', 'scene-format', 'viewer-core', 'embed-sdk'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules|drizzle)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default'],
    },
  },
}
