import { CAUSES, type CauseCycles } from '../../core/causes.js';
import type { PipelineTiming } from '../../core/engine/result.js';
import type { LayerCauses, RunLayer } from '../../core/run.js';
import { layerMacs, layerOps } from '../../nn/network.js';
import { MVTU_STAGE } from './compute-pipeline.js';
import { callOverhead, weightLoadCycles } from './host-calls.js';
import { wordsPerPixel } from './overlay.js';
import type { ComputeCall, OffloadLayer, OffloadProgram } from './program.js';
import type { TimedPass } from './time-calls.js';

type Blocks = PipelineTiming['blocks'];
type Streams = PipelineTiming['streams'];

/** A layer of a run, from all its passes. */
export function describeLayer(
  { overlay, board, images }: OffloadProgram,
  { convolution, pool }: OffloadLayer,
  passes: readonly TimedPass[],
): RunLayer {
  const stages = sumStages(passes, images);
  const mvtu = stages.find(({ name }) => name === MVTU_STAGE)!.causes;
  const busiest = stages.reduce((most, other) => (other.causes.busy > most.causes.busy ? other : most));
  const compute = images * sumOver(passes, ({ timing }) => timing.cycles);
  const weightLoad = sumOver(passes, ({ call }) => weightLoadCycles(overlay, call.kernel));
  const overhead = passes.length * (callOverhead(board, 'weightLoad') + images * callOverhead(board, 'compute'));
  const causes: LayerCauses = { ...mvtu, weightLoad, callOverhead: overhead };
  const cycles = compute + weightLoad + overhead;
  const pixelBytes = (wordsPerPixel(overlay) * overlay.memoryWordBits) / 8;
  return {
    name: convolution.name,
    op: pool === undefined ? 'convolution' : 'convolution+maxPool',
    macs: layerMacs(convolution),
    ops: layerOps(convolution),
    idealCycles: mvtu.busy / images,
    cycles,
    causes,
    busiestUnit: { name: busiest.name, busyCycles: busiest.causes.busy },
    bytes: {
      input: pixelBytes * sumOver(passes, ({ call }) => call.inputDim ** 2),
      output: pixelBytes * sumOver(passes, ({ call }) => resultDim(call) ** 2),
    },
    utilization: mvtu.busy / cycles,
  };
}

/** The stages of a layer, named after it; their causes sum to the cycles of its compute calls. */
export function layerStages({ convolution }: OffloadLayer, passes: readonly TimedPass[], images: number): Blocks {
  return sumStages(passes, images).map((stage) => ({ ...stage, name: `${convolution.name}.${stage.name}` }));
}

/** The streams of a layer, named after it, with the largest mark of all its calls. */
export function layerStreams({ convolution }: OffloadLayer, passes: readonly TimedPass[]): Streams {
  return passes[0].timing.streams.map(({ name, depth }, index) => ({
    name: `${convolution.name}.${name}`,
    depth,
    highWater: Math.max(...passes.map(({ timing }) => timing.streams[index].highWater)),
  }));
}

function sumStages(passes: readonly TimedPass[], images: number): Blocks {
  return passes[0].timing.blocks.map(({ name, unit }, index) => {
    const cycles = (cause: keyof CauseCycles) =>
      images * sumOver(passes, ({ timing }) => timing.blocks[index].causes[cause]);
    return { name, unit, causes: Object.fromEntries(CAUSES.map((cause) => [cause, cycles(cause)])) as CauseCycles };
  });
}

function resultDim({ outputDim, pool }: ComputeCall): number {
  return pool?.outputDim ?? outputDim;
}

function sumOver(passes: readonly TimedPass[], count: (pass: TimedPass) => number): number {
  return passes.reduce((sum, pass) => sum + count(pass), 0);
}
