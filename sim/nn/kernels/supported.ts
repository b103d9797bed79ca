import { type DataType, describeType } from '../data-type.js';
import { type CodeLayer, isCodeLayer, type Network, type NetworkInput } from '../network.js';
import type { Lanes } from './packed-tensor.js';

const INTEGERS: Lanes = { format: 'integers', planes: 1 };
const SCORES: Lanes = { format: 'scores', planes: 1 };
const MAX_INTEGER_BITS = 8;
const MAX_UNSIGNED_BITS = 4;

/** What keeps a network from the packed kernels, for a message; undefined if nothing does. */
export function unsupportedByPackedKernels({ input, layers }: Network): string | undefined {
  const lanes = inputLanes(input);
  if (lanes === undefined) return `its input is ${describe(input.type)}`;
  if ('normalization' in input.pixels) return 'its pixels are normalised';
  for (const [index, layer] of layers.entries()) {
    if (!isCodeLayer(layer)) return `layer ${layer.name} is one of integers`;
    const integers = layer.inputs[0] === 'input' && lanes === INTEGERS;
    const obstacle = obstacleIn(layer, integers, index === layers.length - 1);
    if (obstacle !== undefined) return `layer ${layer.name} ${obstacle}`;
  }
  return undefined;
}

/** How a network's input is held; undefined if it cannot be. */
export function inputLanes({ type, pixels }: NetworkInput): Lanes | undefined {
  const inPlanes = isBipolar(type) ? pixels.rule !== 'range' : pixels.rule === 'codes' && type.encoding === 'unsigned';
  if (inPlanes && lanesOf(type) !== undefined) return lanesOf(type);
  return isBipolar(type) || type.bits > MAX_INTEGER_BITS ? undefined : INTEGERS;
}

/** How a layer's output is held; undefined if it cannot be. */
export function outputLanes(layer: CodeLayer): Lanes | undefined {
  return layer.op !== 'maxPool' && !layer.thresholded ? SCORES : lanesOf(layer.outputType);
}

/** How codes between two layers are held. */
function lanesOf(type: DataType): Lanes | undefined {
  if (isBipolar(type)) return { format: 'bits', planes: 1 };
  if (isTernary(type)) return { format: 'ternary', planes: 2 };
  const unsigned = type.encoding === 'unsigned' && type.bits <= MAX_UNSIGNED_BITS;
  return unsigned ? { format: 'unsigned', planes: type.bits } : undefined;
}

/** @param integers whether it reads integers, as only the network's input can be */
function obstacleIn(layer: CodeLayer, integers: boolean, last: boolean): string | undefined {
  const { inputType, outputType } = layer;
  if (layer.op === 'maxPool') {
    return integers || outputLanes(layer) === undefined ? `pools ${describe(inputType)} codes` : undefined;
  }
  const { weightType, accumulate, thresholded } = layer;
  if (!integers && lanesOf(inputType) === undefined) return `reads ${describe(inputType)} codes`;
  if (integers ? weightType.bits > MAX_INTEGER_BITS : !isBipolar(weightType) && !isTernary(weightType)) {
    return `has ${describe(weightType)} weights`;
  }
  if (accumulate === 'matches' && !(isBipolar(inputType) && isBipolar(weightType))) {
    return `counts matches of ${describe(inputType)} codes and ${describe(weightType)} weights`;
  }
  if (outputLanes(layer) === undefined) return `gives ${describe(outputType)} codes`;
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
