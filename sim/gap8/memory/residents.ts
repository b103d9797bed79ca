import {
  type Gap8Network,
  inputMapsBytes,
  NETWORK_INPUT,
  outputMapBytes,
  type Tensor,
  tensorBytes,
  tensorsOf,
} from '../layers.js';
import { stagingBuffers } from '../plan/plan.js';
import { planLayer } from '../plan/plan-layer.js';
import type { Memory, Schedule } from '../schedule.js';
import type { Resident } from './lay-out.js';

/** Index of the last layer that reads each map; of maps that none reads the last layer of all. */
export function lastReaders({ layers }: Gap8Network): ReadonlyMap<string, number> {
  const last = new Map(layers.map(({ name }) => [name, layers.length - 1]));
  for (const [index, { inputs }] of layers.entries()) for (const { name } of inputs) last.set(name, index);
  return last;
}

/**
 * What lies in L2: maps from the layer that writes them to the last that reads them, what is on its way while its layer runs, and
 * tensors from their request to the layer that they belong to; those that are never requested from the beginning to the end.
 */
export function l2Residents(schedule: Schedule, network: Gap8Network): Resident[] {
  const requestedAt = new Map<string, number>();
  for (const [index, { fetch }] of schedule.layers.entries()) {
    for (const { layer, tensor } of fetch) requestedAt.set(`${layer}.${tensor}`, index);
  }
  const last = network.layers.length - 1;
  const tensors = network.layers.flatMap((layer, owner) =>
    tensorsOf(layer)
      .filter((tensor) => tensor !== 'weights' || schedule.layers[owner].weights === 'L2')
      .map((tensor): Resident => {
        const name = `${layer.name}.${tensor}`;
        const from = requestedAt.get(name);
        const bytes = tensorBytes(layer, tensor);
        return from === undefined ? { name, bytes, from: 0, until: last } : { name, bytes, from, until: owner };
      }),
  );
  const staged = network.layers.flatMap((layer, index) =>
    stagingBuffers(planLayer(layer, schedule.layers[index], schedule)).map(({ operand, bytes }) => {
      const name = `${layer.name}.${operand} on its way`;
      return { name, bytes, from: index, until: index };
    }),
  );
  return [...tensors, ...mapsIn('L2', schedule, network), ...staged];
}

/** What lies in HyperRAM: the network's input, maps, and all the time the tensors that come from there. */
export function hyperRamResidents(schedule: Schedule, network: Gap8Network): Resident[] {
  const { layers } = network;
  const fetched = new Set(
    schedule.layers.flatMap(({ fetch }) => fetch.map(({ layer, tensor }) => `${layer}.${tensor}`)),
  );
  const comes = (layer: string, tensor: Tensor, index: number) =>
    fetched.has(`${layer}.${tensor}`) || (tensor === 'weights' && schedule.layers[index].weights === 'L3');
  const tensors = layers.flatMap((layer, index) =>
    tensorsOf(layer)
      .filter((tensor) => comes(layer.name, tensor, index))
      .map((tensor) => ({ name: `${layer.name}.${tensor}`, bytes: tensorBytes(layer, tensor) })),
  );
  const [first] = layers;
  const until = lastReaders(network).get(NETWORK_INPUT) ?? 0;
  const input = { name: NETWORK_INPUT, bytes: inputMapsBytes(first)[0], from: 0, until };
  const whole = tensors.map((tensor) => ({ ...tensor, from: 0, until: layers.length - 1 }));
  return [...whole, input, ...mapsIn('L3', schedule, network)];
}

function mapsIn(memory: Memory, schedule: Schedule, network: Gap8Network): Resident[] {
  const last = lastReaders(network);
  return network.layers.flatMap((layer, from) => {
    if (schedule.layers[from].output !== memory) return [];
    return [{ name: `${layer.name}.output`, bytes: outputMapBytes(layer), from, until: last.get(layer.name)! }];
  });
}
