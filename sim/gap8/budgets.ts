import { type Gap8Network, inputMapBytes, outputMapBytes, tensorBytes, tensorsOf } from './layers.js';
import { planL1Bytes, planStagingBytes } from './plan/plan.js';
import { planLayer } from './plan/plan-layer.js';
import type { LayerSchedule, Schedule, ScheduleProblem } from './schedule.js';

/** What a program may take of the memories. */
export interface Budgets {
  readonly l1Bytes: number;
  readonly l2Bytes: number;
}

/** What a layer takes of the memories while it runs. */
export interface LayerMemory {
  readonly l1Bytes: number;
  readonly l2Bytes: number;
}

/**
 * What each layer of a schedule takes. In L2 lie its maps and what is on its way; tensors from their request to the layer that
 * they belong to; and those that are never requested, from the beginning to the end.
 */
export function layerMemories(schedule: Schedule, network: Gap8Network): LayerMemory[] {
  const { layers } = schedule;
  const requestedAt = new Map<string, number>();
  for (const [index, { fetch }] of layers.entries()) {
    for (const { layer, tensor } of fetch) requestedAt.set(`${layer}.${tensor}`, index);
  }
  const tensors = network.layers.flatMap((layer, until) =>
    tensorsOf(layer)
      .filter((tensor) => tensor !== 'weights' || layers[until].weights === 'L2')
      .map((tensor) => ({
        bytes: tensorBytes(layer, tensor),
        until,
        from: requestedAt.get(`${layer.name}.${tensor}`),
      })),
  );
  return layers.map((own, index) => {
    const layer = network.layers[index];
    const plan = planLayer(layer, own, schedule);
    const held = tensors
      .filter(({ from, until }) => from === undefined || (from <= index && index <= until))
      .reduce((sum, { bytes }) => sum + bytes, 0);
    const maps = (own.input === 'L2' ? inputMapBytes(layer) : 0) + (own.output === 'L2' ? outputMapBytes(layer) : 0);
    return { l1Bytes: planL1Bytes(plan), l2Bytes: held + maps + planStagingBytes(plan) };
  });
}

/** Every layer that takes more than there is. */
export function budgetProblems(schedule: Schedule, network: Gap8Network, budgets: Budgets): ScheduleProblem[] {
  return layerMemories(schedule, network).flatMap(({ l1Bytes, l2Bytes }, index) => {
    const own = schedule.layers[index];
    const over = (what: string, bytes: number, budget: number, memory: string) =>
      `${own.layer}: ${what} take ${bytes} bytes of ${memory}, ${bytes - budget} more than the ${budget} allowed`;
    const path = ['layers', index, 'tile'];
    if (l1Bytes > budgets.l1Bytes) {
      return [{ path, message: over(`tiles of ${describeTile(own)}`, l1Bytes, budgets.l1Bytes, 'L1') }];
    }
    if (l2Bytes <= budgets.l2Bytes) return [];
    const what = `maps in L2, fetched tensors and tiles of ${describeTile(own)} on their way`;
    return [{ path, message: over(what, l2Bytes, budgets.l2Bytes, 'L2') }];
  });
}

function describeTile({ tile }: LayerSchedule): string {
  const sizes = Object.entries(tile).map(([name, size]) => `${size} ${name}`);
  return sizes.length === 0 ? 'the whole layer' : sizes.join(' x ');
}
