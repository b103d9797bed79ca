import type { Gap8Network } from './layers.js';
import { aligned, layOut, misfitOf } from './memory/lay-out.js';
import { hyperRamResidents, l2Residents } from './memory/residents.js';
import { planL1Bytes } from './plan/plan.js';
import { planLayer } from './plan/plan-layer.js';
import type { LayerSchedule, Schedule, ScheduleProblem, SlabSizes, TileSizes } from './schedule.js';

/** What a program may take of the memories. */
export interface Budgets {
  readonly l1Bytes: number;
  readonly l2Bytes: number;
  readonly hyperRamBytes: number;
}

/** What a layer takes of the memories while it runs. */
export interface LayerMemory {
  readonly l1Bytes: number;
  readonly l2Bytes: number;
}

/** What each layer of a schedule takes of L1, and what lies in L2 while it runs. */
export function layerMemories(schedule: Schedule, network: Gap8Network): LayerMemory[] {
  const residents = l2Residents(schedule, network);
  return schedule.layers.map((own, index) => {
    const there = residents.filter(({ from, until }) => from <= index && index <= until);
    return {
      l1Bytes: planL1Bytes(planLayer(network.layers[index], own, schedule)),
      l2Bytes: there.reduce((sum, { bytes }) => sum + aligned(bytes), 0),
    };
  });
}

/** Every layer that takes more than there is; then what finds no place in L2, and whether HyperRAM holds all. */
export function budgetProblems(schedule: Schedule, network: Gap8Network, budgets: Budgets): ScheduleProblem[] {
  const over = layerMemories(schedule, network).flatMap((memory, index) =>
    layerProblems(schedule.layers[index], index, memory, budgets),
  );
  return over.length > 0
    ? over
    : [...l2Problems(schedule, network, budgets), ...hyperRamProblems(schedule, network, budgets)];
}

function layerProblems(
  own: LayerSchedule,
  index: number,
  { l1Bytes, l2Bytes }: LayerMemory,
  budgets: Budgets,
): ScheduleProblem[] {
  const problem = (key: 'tile' | 'slab', what: string, bytes: number, budget: number, memory: string) => {
    const message = `${own.layer}: ${what} take ${bytes} bytes of ${memory}, ${bytes - budget} more than the ${budget} allowed`;
    return [{ path: ['layers', index, key], message }];
  };
  const tiles = `tiles of ${describeSizes(own.tile)}`;
  if (l1Bytes > budgets.l1Bytes) return problem('tile', tiles, l1Bytes, budgets.l1Bytes, 'L1');
  if (l2Bytes <= budgets.l2Bytes) return [];
  const hasSlabs = Object.keys(own.slab).length > 0;
  const parts = hasSlabs ? `slabs of ${describeSizes(own.slab)}` : tiles;
  const what = `maps in L2, fetched tensors and ${parts} on their way`;
  return problem(hasSlabs ? 'slab' : 'tile', what, l2Bytes, budgets.l2Bytes, 'L2');
}

function describeSizes(sizes: TileSizes | SlabSizes): string {
  const counts = Object.entries(sizes).map(([name, size]) => `${size} ${size === 1 ? name.replace(/s$/, '') : name}`);
  return counts.length === 0 ? 'the whole layer' : counts.join(' x ');
}

/** What lies in L2 at the same time may fit by its sum, and find no place all the same: its addresses do not change. */
function l2Problems(schedule: Schedule, network: Gap8Network, { l2Bytes }: Budgets): ScheduleProblem[] {
  const misfit = misfitOf(l2Residents(schedule, network), l2Bytes);
  if (misfit === undefined) return [];
  const { name, from, bytes } = misfit.resident;
  const message = `${name} of ${bytes} bytes finds no place in L2 beside what lies there at the same time: ${misfit.missingBytes} bytes more than the ${l2Bytes} allowed are needed`;
  return [{ path: ['layers', from], message }];
}

function hyperRamProblems(schedule: Schedule, network: Gap8Network, { hyperRamBytes }: Budgets): ScheduleProblem[] {
  const { bytes } = layOut(hyperRamResidents(schedule, network));
  if (bytes <= hyperRamBytes) return [];
  const message = `weights and maps take ${bytes} bytes of HyperRAM, ${bytes - hyperRamBytes} more than the ${hyperRamBytes} there are`;
  return [{ path: ['layers'], message }];
}
