import type { PublishedColumn } from '../report/index.js';

/** What one image takes in the fabric, of the network and of each offloaded layer. */
const LAYERS: readonly PublishedColumn[] = [
  { name: 'ops', title: 'operations', unit: 'OP', decimals: 0, counted: true },
  { name: 'notebookOps', title: 'as the\nnotebook counts', unit: 'OP', decimals: 0, counted: true },
  { name: 'computeCycles', title: 'compute', unit: 'cycles', decimals: 0 },
  { name: 'stallCycles', title: 'stalls', unit: 'cycles', decimals: 0 },
  { name: 'weightLoadCycles', title: 'weight load', unit: 'cycles', decimals: 0, counted: true },
  { name: 'callCycles', title: 'calls', unit: 'cycles', decimals: 0 },
  { name: 'cycles', title: 'all', unit: 'cycles', decimals: 0 },
  { name: 'microseconds', title: 'time,\nUltra96', unit: 'us', decimals: 2 },
  { name: 'pynqMicroseconds', title: 'time,\nPYNQ', unit: 'us', decimals: 2 },
  { name: 'fabricGops', title: 'rate,\nUltra96', unit: 'GOPS', decimals: 2 },
  { name: 'pynqFabricGops', title: 'rate,\nPYNQ', unit: 'GOPS', decimals: 2 },
].map((column) => ({ ...column, group: 'layers' }));

/** What the host measured: of its call the fabric's time is a part, and the rest is software that is not modelled. */
const CALLS: readonly PublishedColumn[] = [
  { name: 'callMicroseconds', title: 'host call', unit: 'us', decimals: 2, bound: 'upper' },
  { name: 'gops', title: 'rate', unit: 'GOPS', decimals: 2, bound: 'lower' },
  { name: 'notebookGops', title: 'rate by the\nnotebook', unit: 'GOPS', decimals: 2, bound: 'lower' },
];

/** Times and rate of the layers before and behind the fabric's, on the ARM cores. */
function softwareColumns(first: string, last: string): PublishedColumn[] {
  return [
    { name: 'firstLayerMicroseconds', title: `${first},\nsoftware`, unit: 'us', decimals: 0 },
    { name: 'lastLayersMicroseconds', title: `${last},\nsoftware`, unit: 'us', decimals: 0 },
    { name: 'softwareMops', title: 'software rate\nby the notebook', unit: 'MOP/s', decimals: 1 },
  ];
}

const EMULATION = { name: 'emulationMicroseconds', title: 'fabric layers,\nsoftware', unit: 'us', decimals: 0 };

function withSoftware(software: readonly PublishedColumn[]): PublishedColumn[] {
  return [...LAYERS, ...[...CALLS, ...software].map((column) => ({ ...column, group: 'calls' }))];
}

export const DOREFANET_COLUMNS = withSoftware([...softwareColumns('conv0', 'fc0 to fct'), EMULATION]);
export const TINIER_YOLO_COLUMNS = withSoftware(softwareColumns('conv0', 'conv8'));
