import type { Graph, Step } from '../graph.js';
import { broadcastPlaces } from '../operators/broadcast.js';
import { nodeOf } from '../streamline/reading.js';
import type { Constants } from '../streamline/weights.js';
import type { Tensor } from '../tensor.js';
import type { FloatDraft, RealTensor, UnnamedFloat } from './float-draft.js';

/** A constant for each channel as a batch norm, or a batch norm itself. @param place of the tensor among the inputs */
export function channelOperator(
  graph: Graph,
  tensor: RealTensor,
  step: Step,
  constants: Constants,
  place: number,
): UnnamedFloat {
  const { type, inputs } = step.operator;
  if (type === 'BatchNormalization') {
    const epsilon = Math.fround(nodeOf(graph, step).float('epsilon', 1e-5));
    const tensors = [1, 2, 3, 4].map((index) => ofAxis(tensor, step, constantNamed(constants, inputs[index], step)));
    return { layer: { op: 'floatBatchNorm', epsilon }, tensors };
  }
  if (place !== 0 && (type === 'Div' || type === 'Sub'))
    throw step.error('the input of the graph is behind a constant');
  const constant = repeated(tensor, step, constantNamed(constants, inputs[1 - place], step));
  const all = (value: number) => new Float32Array(constant.length).fill(value);
  const isAdded = type === 'Add' || type === 'Sub';
  const gain = isAdded ? all(1) : type === 'Div' ? constant.map((value) => 1 / value) : constant;
  const offset = isAdded ? constant.map((value) => (type === 'Sub' ? -value : value)) : all(0);
  return { layer: { op: 'floatBatchNorm', epsilon: 0 }, tensors: [gain, offset, all(0), all(1)] };
}

/** The layer with the constant as its bias, where it has weights and no bias yet. */
export function foldedBias(
  { layer, tensors, ...rest }: FloatDraft,
  tensor: RealTensor,
  step: Step,
  constants: Constants,
): FloatDraft | undefined {
  if (layer.biased !== false) return undefined;
  const name = step.operator.inputs.find((input) => constants.get(input) !== undefined);
  if (name === undefined) return undefined;
  const bias = repeated(tensor, step, constants.get(name)!);
  return { ...rest, layer: { ...layer, biased: true }, tensors: [...tensors, bias] };
}

function constantNamed(constants: Constants, name: string, step: Step): Tensor {
  const tensor = constants.get(name);
  if (tensor === undefined) throw step.error('its constants are computed, allowed: constants');
  return tensor;
}

/** A constant that is repeated to a tensor, as a number for each channel of the network. */
function repeated(tensor: RealTensor, step: Step, constant: Tensor): Float32Array {
  if (constant.shape.length > tensor.shape.length)
    throw step.error(`a constant of [${constant.shape}] makes [${tensor.shape}] larger`);
  const placeOf = constant.data.length === 1 ? () => 0 : broadcastPlaces(constant.shape, tensor.shape);
  return byChannel(tensor, step, (place) => constant.data[placeOf(place)]);
}

/** A constant with a number for each place along the graph's axis of channels. */
function ofAxis(tensor: RealTensor, step: Step, constant: Tensor): Float32Array {
  const { shape } = tensor;
  const size = shape.slice(2).reduce((product, length) => product * length, 1);
  return byChannel(tensor, step, (place) => constant.data[Math.floor(place / size) % shape[1]]);
}

function byChannel(
  { networkShape, places }: RealTensor,
  step: Step,
  numberAt: (place: number) => number,
): Float32Array {
  const channels = networkShape[networkShape.length - 1];
  const values = new Float32Array(channels).fill(Number.NaN);
  places.forEach((networkPlace, place) => {
    const [channel, value] = [networkPlace % channels, Math.fround(numberAt(place))];
    if (Number.isNaN(values[channel])) values[channel] = value;
    else if (values[channel] !== value)
      throw step.error('its constants differ within a channel, allowed: one for each channel');
  });
  return values;
}
