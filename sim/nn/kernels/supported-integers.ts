import { type DataType, describeType, valueRange } from '../data-type.js';
import { isIntegerLayer, isIntegerMatrixLayer, type Network } from '../network.js';

/** Integers between layers are signed and have 16 bits in the kernels. */
const INTEGER_BITS = 16;

/** What keeps a network from the kernels of integers, for a message; undefined if nothing does. */
export function unsupportedByIntegerKernels({ input, layers }: Network): string | undefined {
  if (!isSmall(input.type)) return `its input is ${describeType(input.type)}`;
  for (const [index, layer] of layers.entries()) {
    if (!isIntegerLayer(layer)) return `layer ${layer.name} is a ${layer.op}, and others are of integers`;
    const scores = isIntegerMatrixLayer(layer) && index === layers.length - 1;
    if (!scores && !isSmall(layer.outputType))
      return `layer ${layer.name} gives ${describeType(layer.outputType)} codes`;
  }
  return undefined;
}

function isSmall(type: DataType): boolean {
  if (type.encoding === 'bipolar') return false;
  const { min, max } = valueRange(type);
  return min >= -(2 ** (INTEGER_BITS - 1)) && max < 2 ** (INTEGER_BITS - 1);
}
