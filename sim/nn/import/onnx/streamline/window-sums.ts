import type { Padding, Size } from '../../../layer-fields.js';
import { elements } from '../../../network.js';
import { NO_PADDING } from '../../../windows.js';
import { planWindowsAndGroups } from '../operators/convolution.js';
import { poolWindowsOf } from '../operators/windows.js';
import { biasesOf, mapOf, nodeOf, paddingField, type Reading } from './reading.js';
import type { Sums } from './signal.js';
import { integerWeights } from './weights.js';

interface PaddedWindows {
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Padding;
}

/** A convolution of a map. */
export function convolutionSums(reading: Reading): Sums {
  const { graph, constants, step, codes } = reading;
  mapOf(reading);
  const node = nodeOf(graph, step);
  const { windows, groups, ofGroup, outputChannels } = planWindowsAndGroups(node, node.input(0), node.input(1));
  const { kernel, stride, dilation, counts } = windows;
  const taps = elements(kernel);
  const size = { rows: outputChannels, columns: taps * ofGroup };
  const placeOf = (row: number, column: number) =>
    (row * ofGroup + (column % ofGroup)) * taps + Math.floor(column / ofGroup);
  const { weights, scales } = integerWeights(step, constants, step.operator.inputs[1], size, placeOf);
  const padding = sum(windows.padding, reading.view.padding);
  requireZero(reading, padding);
  return {
    kind: 'sums',
    step,
    reads: codes,
    layer: convolutionFields({ kernel, stride, dilation, padding }, outputChannels, groups),
    weights,
    mh: outputChannels,
    mw: size.columns,
    scales: scales.map((scale) => scale * codes.unit),
    biases: biasesOf(reading, 2, outputChannels),
    shape: [...counts, outputChannels],
  };
}

/** The averages of windows. */
export function averageSums(reading: Reading): Sums {
  const node = nodeOf(reading.graph, reading.step);
  mapOf(reading);
  const { kernel, stride, dilation, padding, counts, input } = poolWindowsOf(node, node.input(0));
  const overhangs = counts.some((count, axis) => {
    const covered = (count - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1;
    const [before, behind] = axis === 0 ? [padding.top, padding.bottom] : [padding.left, padding.right];
    return covered > before + input[axis] + behind;
  });
  const isPadded = Object.values(padding).some((side) => side > 0);
  if (overhangs || (isPadded && node.int('count_include_pad', 0) !== 1)) {
    throw reading.step.error(
      'averages over less than whole windows at the border, allowed: no padding, or count_include_pad',
    );
  }
  return ones(reading, { kernel, stride, dilation, padding: sum(padding, reading.view.padding) }, counts);
}

/** The average of each map. */
export function meanSums(reading: Reading): Sums {
  const { step, graph } = reading;
  const [height, width] = mapOf(reading);
  if (step.operator.type === 'ReduceMean') {
    const node = nodeOf(graph, step);
    const axes = (node.ints('axes') ?? node.optionalIntegers(1) ?? []).map((axis) => node.axis(axis, 4));
    if ([...axes].sort().join() !== '2,3')
      throw step.error(`averages axes [${axes}], allowed: height and width of a map`);
  }
  if (reading.view.padding !== undefined) throw step.error('averages padding, allowed: a convolution behind a Pad');
  return ones(reading, { kernel: [height, width], stride: [1, 1], dilation: [1, 1], padding: NO_PADDING }, [1, 1]);
}

/** A convolution of each channel with weights of 1, over the number of its taps. */
function ones(reading: Reading, windows: PaddedWindows, counts: Size): Sums {
  const { step, codes } = reading;
  const channels = codes.shape[2];
  const taps = elements(windows.kernel);
  requireZero(reading, windows.padding);
  return {
    kind: 'sums',
    step,
    reads: codes,
    layer: convolutionFields(windows, channels, channels),
    weights: new Int32Array(channels * taps).fill(1),
    mh: channels,
    mw: taps,
    scales: new Float64Array(channels).fill(codes.unit / taps),
    biases: new Float64Array(channels),
    shape: [...counts, channels],
  };
}

/** The fields of a convolution in a network file, without those that it need not say. */
function convolutionFields(
  { kernel, stride, dilation, padding }: PaddedWindows,
  outputChannels: number,
  groups: number,
): Sums['layer'] {
  return {
    op: 'convolution',
    outputChannels,
    kernel,
    stride,
    ...(elements(dilation) === 1 ? {} : { dilation }),
    ...paddingField(padding),
    ...(groups === 1 ? {} : { groups }),
  };
}

/** Around a map lie codes 0: that they are zeros needs a type that has 0. */
function requireZero({ codes, step }: Reading, padding: Padding): void {
  if (codes.type.encoding !== 'bipolar' || Object.values(padding).every((side) => side === 0)) return;
  throw step.error('pads bipolar numbers with zeros, which they do not have, allowed: no padding');
}

function sum(padding: Padding, { top, left, bottom, right }: Padding = NO_PADDING): Padding {
  return {
    top: padding.top + top,
    left: padding.left + left,
    bottom: padding.bottom + bottom,
    right: padding.right + right,
  };
}
