import type { IntegerConvolutionLayer, IntegerLayer, IntegerMatrixLayer } from '../integer-layers.js';
import { elements, isIntegerLayer, isIntegerMatrixLayer, type Network, pixelsPerImage } from '../network.js';
import { laneBits } from '../packed-matrix.js';
import { pixelTables } from '../pixel-values.js';
import type { DepthwiseStep, IntegerNetwork, IntegerStep, PlainStep, ProductStep } from './integer-network.js';
import { packDepthwise, packProduct } from './integer-weights.js';
import { isDepthwise, isPointwise, mapped } from './mapped-windows.js';
import { packRequantization } from './pack-requantization.js';
import { packAdd, packAveragePool, packConcat, packMaxPool } from './pack-tensor-layers.js';

/** What all steps have. */
type StepFields = Pick<IntegerStep, 'sources' | 'outputs' | 'outputBytes'>;

/**
 * Packs a network that the kernels of integers support.
 * @throws InputError if a layer has no weights
 */
export function packIntegerNetwork(network: Network): IntegerNetwork {
  const { input, layers } = network;
  const last = layers[layers.length - 1];
  return {
    kernels: 'integer',
    input: {
      bytes: pixelsPerImage(input),
      elements: input.paddedFeatures,
      tables: pixelTables(input).map((table) => Int16Array.from(table)),
    },
    layers: layers.filter(isIntegerLayer).map((layer) =>
      packLayer(layer, {
        sources: layer.inputs.map((input) => layers.findIndex(({ name }) => name === input)),
        outputs: elements(layer.outputShape),
        outputBytes: layer === last && isIntegerMatrixLayer(layer) ? 4 : 2,
      }),
    ),
    outputs: elements(last.outputShape),
    outputBits: laneBits(last.outputType.bits),
    outputZeroPoint: last.outputType.zeroPoint ?? 0,
    chunk: 1,
  };
}

function packLayer(layer: IntegerLayer, fields: StepFields): IntegerStep {
  const plain: PlainStep = { op: 'plain', ...fields, layer };
  switch (layer.op) {
    case 'integerFullyConnected':
      return packProducts(layer, 1, fields);
    case 'integerConvolution':
      return isDepthwise(layer) ? packChannels(layer, fields) : packWindows(layer, fields);
    case 'averagePool':
      return { ...(packAveragePool(layer) ?? plain), ...fields };
    case 'integerMaxPool':
      return { ...(packMaxPool(layer) ?? plain), ...fields };
    case 'add':
      return { ...(packAdd(layer) ?? plain), ...fields };
    case 'concat':
      return { ...packConcat(layer), ...fields };
    default:
      return plain;
  }
}

function packChannels(layer: IntegerConvolutionLayer, fields: StepFields): DepthwiseStep {
  return {
    op: 'depthwise',
    ...fields,
    windows: mapped(layer, layer),
    weights: packDepthwise(layer),
    requantization: packRequantization(layer, 0, layer.mh),
  };
}

function packWindows(layer: IntegerConvolutionLayer, fields: StepFields): ProductStep {
  const step = packProducts(layer, layer.groups, fields);
  return isPointwise(layer) ? step : { ...step, windows: mapped(layer, layer) };
}

function packProducts(layer: IntegerMatrixLayer, groups: number, fields: StepFields): ProductStep {
  const rows = layer.mh / groups;
  return {
    op: 'product',
    ...fields,
    vectors: fields.outputs / layer.mh,
    columns: layer.mw,
    groups: Array.from({ length: groups }, (_, group) => ({
      rows,
      weights: packProduct(layer, group * rows, rows),
      requantization: packRequantization(layer, group * rows, rows),
    })),
  };
}
