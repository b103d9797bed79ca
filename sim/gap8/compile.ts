import { type Gap8Network, tensorBytes } from './layers.js';
import { InstructionList, issueLayer } from './plan/issue.js';
import { planLayer } from './plan/plan-layer.js';
import { contiguous } from './plan/streams.js';
import type { Gap8Program, Instruction } from './program.js';
import type { Schedule, TensorName } from './schedule.js';

/** Compiles a schedule that fits the network to what the master does. */
export function compileGap8(network: Gap8Network, schedule: Schedule): Gap8Program {
  let requests = 0;
  const newList = () => new InstructionList(() => requests++);
  const fetched = new Map<string, number>();
  const layers = network.layers.map((layer, index) => {
    const own = schedule.layers[index];
    const fetches = newList();
    for (const name of own.fetch) {
      const { tensor } = name;
      const owner = network.layers.find((other) => other.name === name.layer)!;
      const operand = `${name.layer}.${tensor}`;
      fetched.set(keyOf(name), fetches.request('l3', 'in', operand, contiguous(tensorBytes(owner, tensor))));
    }
    for (const name of own.await) fetches.wait(fetched.get(keyOf(name))!);
    const window = newList();
    issueLayer(planLayer(layer, own, schedule), window, schedule);
    const outside: readonly Instruction[] = fetches.instructions;
    return schedule.timedFetches
      ? { layer, before: [], window: [...outside, ...window.instructions] }
      : { layer, before: outside, window: window.instructions };
  });
  return { network: network.name, layers, inSoftware: network.inSoftware };
}

function keyOf({ layer, tensor }: TensorName): string {
  return `${layer}.${tensor}`;
}
