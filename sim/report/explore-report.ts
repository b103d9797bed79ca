import type { Exploration, Member } from '../explore/index.js';
import { formatNumber } from './numbers.js';
import { type Column, renderTable } from './table.js';

const COLUMNS: readonly Column<Member>[] = [
  { name: 'design', align: 'left', cell: ({ name }) => name },
  { name: 'PE/SIMD', unit: 'layer by layer', align: 'left', cell: foldingText },
  { name: 'slowest unit', unit: 'cycles', cell: ({ analyticIntervalCycles }) => formatNumber(analyticIntervalCycles) },
  { name: 'simulated', unit: 'cycles/image', cell: intervalText },
  { name: 'rate', unit: 'images/s', cell: ({ framesPerSecond }) => formatNumber(framesPerSecond) },
  { name: 'LUT', cell: ({ resources }) => formatNumber(resources.lut) },
  { name: 'BRAM36', cell: ({ resources }) => formatNumber(resources.bram18 / 2, 1) },
  { name: 'FIFOs', unit: 'words', cell: ({ fifos }) => formatNumber(sum(Object.values(fifos))) },
  { name: 'fits', cell: ({ fits }) => (fits ? 'yes' : 'no') },
];

/** An exploration for people. */
export function renderExploration(exploration: Exploration): string {
  const { network, board, clockMHz, budget, search, members, references } = exploration;
  const { foldings, intervals, pareto, seconds } = search;
  return [
    `${network} on ${board} (${clockMHz} MHz): budget ${formatNumber(budget.lut)} LUT, ${formatNumber(budget.bram18 / 2, 1)} BRAM36`,
    `${foldings.toExponential(1)} combinations of foldings with ${formatNumber(intervals)} intervals: ${formatNumber(pareto)} cheapest ones in ${seconds.search.toFixed(1)} s; ${formatNumber(search.simulated)} simulated in ${seconds.simulation.toFixed(1)} s`,
    renderTable(COLUMNS, [...members, ...references]),
    ...bestLines(exploration),
  ].join('\n');
}

/** The members and references of an exploration as CSV. */
export function explorationCsv({
  members,
  references = [],
}: Pick<Exploration, 'members'> & Partial<Exploration>): string {
  const header =
    'name,folding,analytic_interval_cycles,interval_cycles,steady,first_image_cycles,frames_per_second,lut,bram18,dsp,energy_proxy,fits,pareto,fifos';
  const rows = [...members, ...references].map((member) =>
    [
      member.name,
      foldingText(member),
      member.analyticIntervalCycles,
      member.intervalCycles,
      member.steady,
      member.firstImageCycles,
      member.framesPerSecond,
      member.resources.lut,
      member.resources.bram18,
      member.resources.dsp,
      member.energyProxy,
      member.fits,
      member.pareto,
      Object.entries(member.fifos)
        .map(([name, depth]) => `${name}=${depth}`)
        .join(' '),
    ].join(','),
  );
  return `${[header, ...rows].join('\n')}\n`;
}

function bestLines({ members, references, best }: Exploration): string[] {
  const winner = members.find(({ name }) => name === best);
  if (winner === undefined) return ['no member keeps the budget with the FIFOs that it needs'];
  const [resources, speed] = [winner.resources, winner.intervalCycles];
  const compared = references.map(({ name, intervalCycles, resources: theirs }) => {
    return `${comparedSpeed(intervalCycles / speed)} ${name} (${formatNumber(theirs.lut)} LUT, ${formatNumber(theirs.bram18 / 2, 1)} BRAM36)`;
  });
  const cost = `${formatNumber(resources.lut)} LUT, ${formatNumber(resources.bram18 / 2, 1)} BRAM36`;
  return [
    `best: ${winner.name}, ${intervalText(winner)} cycles an image, ${cost}${compared.length === 0 ? '' : ': '}${compared.join('; ')}`,
  ];
}

function comparedSpeed(factor: number): string {
  return factor >= 1 ? `${factor.toFixed(2)} times as fast as` : `${(1 / factor).toFixed(2)} times as slow as`;
}

function foldingText({ layers }: Member): string {
  return layers.map(({ pe, simd }) => `${pe}/${simd}`).join(' ');
}

function intervalText({ intervalCycles, steady }: Member): string {
  return `${steady ? '' : '~'}${formatNumber(intervalCycles, Number.isInteger(intervalCycles) ? 0 : 1)}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
