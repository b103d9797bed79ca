/** Imports point downwards only: cli -> report, explore, drivers -> fabric | gap8 | dpu -> nn -> core. */
const layers = [
  { name: 'core', mayImport: [] },
  { name: 'nn', mayImport: ['core'] },
  { name: 'fabric', mayImport: ['core', 'nn'] },
  { name: 'gap8', mayImport: ['core', 'nn'] },
  { name: 'dpu', mayImport: ['core', 'nn'] },
  { name: 'drivers', mayImport: ['core', 'nn', 'fabric', 'gap8', 'dpu'] },
  { name: 'explore', mayImport: ['core', 'nn', 'fabric', 'gap8', 'dpu'] },
  { name: 'report', mayImport: ['core', 'nn', 'fabric', 'gap8', 'dpu', 'explore'] },
];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...layers.map(({ name, mayImport }) => ({
      name: `${name}-imports-downwards`,
      severity: 'error',
      from: { path: `^sim/${name}/` },
      to: { path: '^sim/', pathNot: `^sim/(${[name, ...mayImport].join('|')})/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'sim/nn/kernels/assembly' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
