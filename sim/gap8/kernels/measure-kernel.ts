import type { ClusterTiming } from '../cores/timing.js';
import type { KernelCall } from './kernel-call.js';
import { runKernel } from './run-kernel.js';

/** What a kernel costs on the cores, from their first instruction to the last core's last. */
export interface KernelCost {
  readonly cycles: number;
  /** Bytes that each core gathers behind its first one of each pixel, and the cycles of that; 0 but for pointwise. */
  readonly gatherBytes: number;
  readonly gatherCycles: number;
}

/** Parameters on which times do not depend, or (`outFirst`, where in a row the output begins) as good as not. */
const TIMELESS = { normBias: 0, norm: 0, outFirst: 0 };

/** Measures kernels, each tile once. Times do not depend on values. */
export class KernelCosts {
  readonly #known = new Map<string, KernelCost>();

  constructor(private readonly timing: ClusterTiming) {}

  /** @throws InputError where the tile does not fit into L1 */
  measure(call: KernelCall): KernelCost {
    const own = Object.entries(TIMELESS).filter(([name]) => name in call.parameters);
    const timed = withParameters(call, Object.fromEntries(own));
    const key = [timed.kernel, ...Object.values({ ...timed.parameters, ...timed.constants })].join(' ');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const cost = this.#run(timed);
    this.#known.set(key, cost);
    return cost;
  }

  #run(call: KernelCall): KernelCost {
    const { run } = runKernel(call, this.timing);
    if (call.kernel !== 'pointwise') return { cycles: run.cycles, gatherBytes: 0, gatherCycles: 0 };
    const { inChannels, pixels } = call.parameters;
    const cores = this.timing.cores.value;
    const gatherBytes = pixels * (Math.ceil(inChannels / cores) - 1);
    const oneByte = runKernel(withParameters(call, { inChannels: cores, outChannels: cores }), this.timing).run;
    const gatherCycles = gatherPhases(run.barriers) - gatherPhases(oneByte.barriers);
    return { cycles: run.cycles, gatherBytes, gatherCycles };
  }
}

function withParameters(call: KernelCall, parameters: Readonly<Record<string, number>>): KernelCall {
  return { ...call, parameters: { ...call.parameters, ...parameters } };
}

/** Cycles up to the first barrier of each pixel from its second one of the pixel before, or from the kernel's beginning. */
function gatherPhases(barriers: readonly number[]): number {
  return barriers.reduce((sum, cycle, index) => (index % 2 === 0 ? sum + cycle - (barriers[index - 1] ?? 0) : sum), 0);
}
