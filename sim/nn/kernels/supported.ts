import { type DataType, describeType } from '../data-type.js';
import type { Layer, Network, NetworkInput } from '../network.js';
import type { LaneFormat } from './packed-tensor.js';

/** What keeps a network from the packed kernels, for a message; undefined if nothing does. */
export function unsupportedByPackedKernels({ input, layers }: Network): string | undefined {
  const format = inputFormat(input);
  if (format === undefined) return `its input is ${describe(input.type)}`;
  for (const [index, layer] of layers.entries()) {
    const integers = layer.inputs[0] === 'input' && format === 'integers';
    const obstacle = obstacleIn(layer, integers, index === layers.length - 1);
    if (obstacle !== undefined) return `layer ${layer.name} ${obstacle}`;
  }
  return undefined;
}

/** How the lanes of a network's input are held; undefined if they cannot be. */
export function inputFormat({ type, pixels }: NetworkInput): LaneFormat | undefined {
  if (isBipolar(type)) return pixels.rule === 'threshold' ? 'bits' : undefined;
  return type.bits <= 8 ? 'integers' : undefined;
}

/** How the lanes of a layer's output are held; undefined if they cannot be. */
export function outputFormat(layer: Layer): LaneFormat | undefined {
  const { op, outputType } = layer;
  if (op !== 'maxPool' && !layer.thresholded) return 'scores';
  if (isTernary(outputType)) return 'ternary';
  return outputType.bits === 1 && outputType.encoding !== 'signed' ? 'bits' : undefined;
}

/** @param integers whether it reads integers, as only the network's input can be */
function obstacleIn(layer: Layer, integers: boolean, last: boolean): string | undefined {
  const { inputType, outputType } = layer;
  if (layer.op === 'maxPool') {
    return integers || outputFormat(layer) === undefined ? `pools ${describe(inputType)} codes` : undefined;
  }
  const { weightType, accumulate, thresholded } = layer;
  if (!integers && !isBipolar(inputType) && !isTernary(inputType)) return `reads ${describe(inputType)} codes`;
  if (integers ? weightType.bits > 8 : !isBipolar(weightType) && !isTernary(weightType)) {
    return `has ${describe(weightType)} weights`;
  }
  if (accumulate === 'matches' && !(isBipolar(inputType) && isBipolar(weightType))) {
    return `counts matches of ${describe(inputType)} codes and ${describe(weightType)} weights`;
  }
  if (outputFormat(layer) === undefined) return `gives ${describe(outputType)} codes`;
  return thresholded || last ? undefined : 'gives scores to another layer';
}

function isBipolar(type: DataType): boolean {
  return type.encoding === 'bipolar';
}

function isTernary(type: DataType): boolean {
  return type.encoding === 'signed' && type.bits === 2 && type.narrow;
}

function describe(type: DataType): string {
  return `${type.narrow ? 'narrow ' : ''}${describeType(type)}`;
}
