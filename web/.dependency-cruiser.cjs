/** app > features > live, charts, ui > api, lib; features never import features. */
const layer = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: `^src/(${to})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'features-never-import-features',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/([^/]+)/', pathNot: '^src/features/$1/' },
    },
    layer('features-sit-below-app', 'features', 'app'),
    layer('live-sits-below-features', 'live', 'app|features|charts|ui'),
    layer('charts-fetch-nothing', 'charts', 'app|features|live|ui|api'),
    layer('ui-fetches-nothing', 'ui', 'app|features|live|charts|api'),
    layer('api-sits-below-live', 'api', 'app|features|live|charts|ui'),
    layer('lib-knows-nobody', 'lib', 'app|features|live|charts|ui|api'),
    {
      name: 'appliers-are-pure',
      comment: 'apply.ts also runs in plain Node: it may import types and lib only.',
      severity: 'error',
      from: { path: '^src/features/[^/]+/apply\\.ts$' },
      to: { pathNot: '^src/(lib|api/types)', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '\\.gen\\.ts$', 'test-setup', 'app/replay', 'main\\.tsx$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '\\.css$' },
  },
};
