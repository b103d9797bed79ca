import fc from 'fast-check';
import type { OffloadOverlay } from '../../sim/fabric/offload/overlay.js';
import { BIPOLAR, type DataType } from '../../sim/nn/data-type.js';
import type { Layer, Network, Padding } from '../../sim/nn/network.js';
import { windowCounts } from '../../sim/nn/windows.js';
import { convolutionOf, maxPoolOf, networkOf } from './layers.js';
import { type Random, randomFrom, randomLayer } from './random-layer.js';

/** Side of the largest map: of 7, with padding of 3 and a pool that adds 2 for each of three layers. */
const LARGEST_DIM = 7 + 3 * (3 + 2) + 3;

/** A small offload engine, a network that it takes, an image for it, and the cost of an inner loop. */
export interface RandomOffload {
  readonly overlay: OffloadOverlay;
  readonly network: Network;
  readonly input: Int32Array;
  readonly loopOverhead: number;
}

/** Up to three convolutions of any sizes, with padding, pools, groups, and iterations. */
export const randomOffload: fc.Arbitrary<RandomOffload> = fc
  .record({
    overlay: fc
      .record({
        pe: fc.constantFrom(1, 2, 4),
        simd: fc.constantFrom(2, 4, 8),
        activationBits: fc.constantFrom(2, 3),
        maxInputChannels: fc.constantFrom(8, 16),
        folds: fc.integer({ min: 1, max: 3 }),
        poolWindow: fc.constantFrom(2, 3),
        fifoDepth: fc.integer({ min: 1, max: 3 }),
      })
      .map(overlayOf),
    dim: fc.integer({ min: 1, max: 7 }),
    channels: fc.integer({ min: 1, max: 8 }),
    layers: fc.integer({ min: 1, max: 3 }),
    loopOverhead: fc.integer({ min: 0, max: 3 }),
    seed: fc.integer(),
  })
  .map(({ overlay, dim, channels, layers, loopOverhead, seed }) => {
    const random = randomFrom(seed);
    const network = randomLayers(random, overlay, [dim, dim, channels], layers);
    const input = Int32Array.from({ length: dim ** 2 * channels }, () => random(2 ** overlay.activationBits));
    return { overlay, network, input, loopOverhead };
  });

interface Lanes extends Pick<OffloadOverlay, 'pe' | 'simd' | 'activationBits' | 'maxInputChannels' | 'poolWindow'> {
  readonly folds: number;
  readonly fifoDepth: number;
}

function overlayOf({ folds, fifoDepth, ...lanes }: Lanes): OffloadOverlay {
  return {
    ...lanes,
    name: 'small',
    source: 'random',
    networks: [],
    boards: [],
    thresholdBits: 64,
    memoryChannels: 1,
    memoryWordBits: 8,
    maxKernel: 3,
    maxOutputChannels: Math.min(lanes.pe * folds, lanes.maxInputChannels),
    maxInputDim: LARGEST_DIM,
    maxOutputDim: LARGEST_DIM,
    maxPoolStride: 2,
    fifoDepth: { value: fifoDepth, unit: 'words', status: 'assumed', source: 'random' },
  };
}

function randomLayers(
  random: Random,
  overlay: OffloadOverlay,
  shape: readonly [number, number, number],
  count: number,
): Network {
  const layers: Layer[] = [];
  const type: DataType = { bits: overlay.activationBits, encoding: 'unsigned', narrow: false, scale: 1 };
  for (let index = 0; index < count; index++) {
    const before = layers.at(-1);
    const inputShape = before?.outputShape ?? shape;
    const [dim, , channels] = inputShape;
    const groups = channels % 2 === 0 ? 1 + random(2) : 1;
    const padding = randomPadding(random);
    const side = Math.min(1 + random(overlay.maxKernel), dim + padding.top + padding.bottom);
    const convolution = convolutionOf({
      name: `C${index}`,
      input: before?.name ?? 'input',
      inputShape,
      mh: groups * outputsOf(random, overlay, groups),
      kernel: [side, side],
      padding,
      groups,
      inputType: type,
      outputType: type,
      weightType: BIPOLAR,
      accumulate: 'sum',
    });
    layers.push(randomLayer(random, convolution));
    const pool = randomPool(random, overlay, convolution);
    if (pool !== undefined) layers.push(pool);
  }
  return networkOf(layers, shape);
}

/** Output channels of a group: so many that all its passes have as many, and at most one pass for each of several groups. */
function outputsOf(random: Random, { maxInputChannels, maxOutputChannels }: OffloadOverlay, groups: number): number {
  const most = groups > 1 ? Math.min(maxOutputChannels, maxInputChannels / groups) : maxInputChannels;
  let outputs = 1 + random(most);
  while (outputs % Math.ceil(outputs / maxOutputChannels) !== 0) outputs--;
  return outputs;
}

function randomPadding(random: Random): Padding {
  const total = random(4);
  const leading = Math.floor(total / 2);
  return { top: leading, left: leading, bottom: total - leading, right: total - leading };
}

function randomPool(random: Random, { poolWindow }: OffloadOverlay, before: Layer): Layer | undefined {
  const step = 1 + random(2);
  const windows = {
    kernel: [poolWindow, poolWindow],
    stride: [step, step],
    dilation: [1, 1],
    padding: randomPadding(random),
  } as const;
  const [height, width] = before.outputShape;
  if (random(3) === 0 || windowCounts([height, width], windows)[0] < 1) return undefined;
  const { name, outputShape: inputShape, outputType: inputType } = before;
  return maxPoolOf({ ...windows, name: `P${name}`, input: name, inputShape, inputType });
}
