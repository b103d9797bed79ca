import type { Node, Operand, Plan } from '../node.js';
import { createValues, type Tensor, type TensorType, type Values } from '../tensor.js';
import { type PlannedWindows, tapsOf, windowsOf } from './windows.js';

/** A convolution: how its windows lie, its groups, and the shape that it gives. */
export interface PlannedConvolution {
  readonly windows: PlannedWindows;
  readonly groups: number;
  /** Input channels of a group. */
  readonly ofGroup: number;
  readonly outputChannels: number;
  readonly shape: readonly number[];
}

/** Shapes and attributes of a convolution of `maps` with `weights` of output channels x channels of a group x height x width. */
export function planWindowsAndGroups(node: Node, maps: Operand, weights: Operand): PlannedConvolution {
  if (weights.shape.length !== 4) {
    throw node.error(`the weights are [${weights.shape}], allowed: output channels, channels, height, width`);
  }
  const [outputChannels, ofGroup, height, width] = weights.shape;
  const windows = windowsOf(node, maps, [height, width]);
  const groups = node.int('group', 1);
  const [batch, channels] = maps.shape;
  if (!(groups >= 1) || ofGroup * groups !== channels || outputChannels % groups !== 0) {
    throw node.error(
      `${groups} groups of ${ofGroup} channels, but the input has ${channels} and the output ${outputChannels}`,
    );
  }
  return { windows, groups, ofGroup, outputChannels, shape: [batch, outputChannels, ...windows.counts] };
}

/** A vector of so many numbers, one for each output channel. */
export function checkChannels(node: Node, index: number, channels: number): void {
  const operand = node.optionalInput(index);
  if (operand !== undefined && operand.shape.join() !== `${channels}`) throw node.shapeError(index, `[${channels}]`);
}

export function planConvolution(node: Node): Plan {
  const [maps, weights] = [node.typedInput(0, ['FLOAT']), node.typedInput(1, ['FLOAT'])];
  const planned = planWindowsAndGroups(node, maps, weights);
  checkChannels(node, 2, planned.outputChannels);
  const output: TensorType = { type: 'FLOAT', shape: planned.shape };
  return {
    outputs: [output],
    run: ([input, kernel, bias], precision) => {
      const data = createValues(output, precision);
      convolve(planned, input!, kernel!.data, (sum, channel, place) => {
        data[place] = sum + (bias?.data[channel] ?? 0);
      });
      return [{ ...output, data }];
    },
  };
}

/** Sums of products of each window, in floating point of 64 bits; what overhangs counts as 0. */
export function convolve(
  { windows, groups, ofGroup, outputChannels, shape }: PlannedConvolution,
  input: Tensor,
  weights: Values,
  give: (sum: number, channel: number, place: number) => void,
): void {
  const { kernel, dilation, input: size, counts } = windows;
  const rows = Array.from({ length: counts[0] }, (_, window) => tapsOf(windows, 0, window));
  const columns = Array.from({ length: counts[1] }, (_, window) => tapsOf(windows, 1, window));
  const { data } = input;
  const channels = groups * ofGroup;
  let place = 0;
  for (let image = 0; image < shape[0]; image++) {
    for (let channel = 0; channel < outputChannels; channel++) {
      const group = Math.floor((channel * groups) / outputChannels);
      for (const row of rows) {
        for (const column of columns) {
          let sum = 0;
          for (let index = 0; index < ofGroup; index++) {
            const map = (image * channels + group * ofGroup + index) * size[0];
            const taps = (channel * ofGroup + index) * kernel[0];
            for (let ky = row.first; ky < row.end; ky++) {
              const line = (map + row.origin + ky * dilation[0]) * size[1] + column.origin;
              const tapsOfLine = (taps + ky) * kernel[1];
              for (let kx = column.first; kx < column.end; kx++) {
                sum += data[line + kx * dilation[1]] * weights[tapsOfLine + kx];
              }
            }
          }
          give(sum, channel, place++);
        }
      }
    }
  }
}
