import { InputError } from '../../../core/input/input-error.js';
import { type DataType, valueRange } from '../../data-type.js';
import type { FloatMatrixLayer, FloatMeanLayer } from '../../float-layers.js';
import type { IntegerParameters } from '../../integer-layers.js';
import { isFloatMatrixLayer, type Network } from '../../network.js';
import { parseNetwork } from '../../network-file.js';
import { networkText } from '../../network-text.js';
import { requireFloatParameters } from '../../require-parameters.js';
import { withIntegerParameters } from '../../with-integer-parameters.js';
import type { Calibration } from './calibrate.js';
import { findTypes } from './find-types.js';
import { type Bounds, boundsOf, type FusedLayer, fuseLayers, isOnePixel } from './fuse.js';
import type { IntegerBits, IntegerScheme } from './scheme.js';
import { silenceChannels } from './silence.js';

/** A network of integers: its file, and what goes with it. */
export interface IntegerNetworkFiles {
  /** Text of the network file (qcycle.network/1), which names `<name>.qci`. */
  readonly yaml: string;
  readonly parameters: readonly IntegerParameters[];
  /** The same network, with its parameters. */
  readonly network: Network;
  /** Of each of its layers the layer of real numbers whose output it stands for. */
  readonly standsFor: readonly string[];
}

/**
 * Turns a network of real numbers into one of integers: batch norms folded, activations as bounds, types from what the tensors
 * are for a calibration set.
 * @throws InputError if a layer is not one of real numbers, has no parameters, or has no counterpart of integers
 */
export function toIntegers(
  network: Network,
  scheme: IntegerScheme,
  bits: IntegerBits,
  calibration: Calibration,
  name: string,
): IntegerNetworkFiles {
  const rule = network.input.pixels;
  if (rule.rule !== 'real' || rule.quantization !== undefined) {
    throw new InputError(`network ${network.name} reads no real numbers, or quantized pixels`);
  }
  const fused = silenceChannels(fuseLayers(network));
  const types = findTypes(network, fused, scheme, bits, calibration);
  const converted = fused.map((one) => convert(one, scheme, bits, types));
  const { from, to, normalization } = rule;
  const { classes, classRule, description, dataset, input } = network;
  const unsigned = types.get(fused[fused.length - 1].layer.name)!.encoding === 'unsigned';
  const yaml = networkText({
    schema: 'qcycle.network/1',
    name,
    ...(description === '' ? {} : { description: `${description}; integers, ${scheme.name}` }),
    ...(dataset === undefined ? {} : { dataset }),
    input: {
      shape: input.shape,
      type: types.get('input'),
      range: [from, to],
      ...(normalization === undefined ? {} : { normalization }),
      ...(input.centralCrop === undefined ? {} : { centralCrop: input.centralCrop }),
    },
    ...(classRule === 'none' ? {} : { output: { rule: unsigned ? 'largestUnsigned' : 'largest', classes } }),
    parameters: `${name}.qci`,
    layers: fused.map(({ layer, inputs }, index) => ({ name: layer.name, inputs, ...converted[index].layer })),
  });
  const parameters = converted.flatMap((one) => one.parameters ?? []);
  const bare = parseNetwork(yaml, `${name}.yaml`).network;
  return {
    yaml,
    parameters,
    network: withIntegerParameters(bare, parameters, `${name}.qci`),
    standsFor: fused.map(({ output }) => output),
  };
}

interface Converted {
  /** As the file has it, without name and inputs. */
  readonly layer: object;
  readonly parameters?: IntegerParameters;
}

function convert(
  { layer, inputs, bounds }: FusedLayer,
  scheme: IntegerScheme,
  bits: IntegerBits,
  types: ReadonlyMap<string, DataType>,
): Converted {
  const [input, activation] = [types.get(inputs[0])!, types.get(layer.name)!];
  const clamp = clampOf(bounds, scheme, activation);
  if (isFloatMatrixLayer(layer)) {
    const parameters = requireFloatParameters<FloatMatrixLayer>(layer);
    const real = { layer, parameters, weightBits: bits.weights, input, output: activation };
    const { requantize, parameters: integers } = scheme.matrixOf(real);
    return { layer: { ...geometryOf(layer), requantize, activation, ...clamp }, parameters: integers };
  }
  switch (layer.op) {
    case 'floatRelu':
    case 'floatClamp':
      return { layer: { op: 'rescale', activation, ...clampOf(boundsOf(layer), scheme, activation) } };
    case 'floatMaxPool': {
      const { kernel, stride, padding } = layer;
      return { layer: { op: 'integerMaxPool', kernel, stride, padding } };
    }
    case 'floatAveragePool': {
      const { kernel, stride, padding, countsPadding, name } = layer;
      const padded = Object.values(padding).some((side) => side > 0);
      if (padded && countsPadding === scheme.division.keepsType) {
        throw new InputError(
          `layer ${name}: ${scheme.name} averages ${countsPadding ? 'no' : 'the'} zeros around a map`,
        );
      }
      const own = scheme.division.keepsType ? {} : { activation };
      return { layer: { op: 'averagePool', kernel, stride, padding, division: scheme.division.division, ...own } };
    }
    case 'floatMean':
      return {
        layer: isOnePixel(layer) ? { op: 'reshape', shape: layer.outputShape } : meanOf(layer, scheme, activation),
      };
    case 'floatAdd':
      return { layer: { op: 'add', rule: scheme.addition, activation, ...clamp } };
    case 'floatConcat':
      return { layer: { op: 'concat', axis: layer.axis } };
    case 'floatPad':
      return { layer: { op: 'pad', padding: layer.padding } };
    case 'floatReshape':
      return { layer: { op: 'reshape', shape: layer.outputShape } };
    case 'floatSoftmax':
      return { layer: { op: 'softmax', activation } };
  }
}

function geometryOf(layer: FloatMatrixLayer): object {
  if (layer.op === 'floatFullyConnected') return { op: 'integerFullyConnected', outputFeatures: layer.mh };
  const { mh, kernel, stride, dilation, padding, groups } = layer;
  return { op: 'integerConvolution', outputChannels: mh, kernel, stride, dilation, padding, groups };
}

/** An average pool over the whole map where the scheme has factors for its windows. */
function meanOf(
  { inputShape, outputShape }: FloatMeanLayer,
  { division }: IntegerScheme,
  activation: DataType,
): object {
  if (division.keepsType) return { op: 'mean', activation, flat: outputShape.length === 1 };
  return { op: 'averagePool', kernel: inputShape.slice(0, 2), division: division.division, activation };
}

/** Codes of bounds, where the type does not have them anyway. */
function clampOf(bounds: Bounds | undefined, scheme: IntegerScheme, type: DataType): { clamp?: [number, number] } {
  if (bounds === undefined) return {};
  const { min, max } = valueRange(type);
  const code = (bound: number) => Math.min(Math.max(Math.round(bound / type.scale), min), max);
  const [least, largest] = scheme.boundsOf(bounds).map(code);
  return least === min && largest === max ? {} : { clamp: [least, largest] };
}
