import { elements } from '../../../network.js';
import type { Step } from '../graph.js';
import { Node } from '../node.js';
import { broadcastPlaces } from '../operators/broadcast.js';
import type { Tensor } from '../tensor.js';
import { channelsOf, type ElementStep, type Signal } from './signal.js';

/** Operators that quantize: behind them a number is one of few. */
export const QUANTIZERS: readonly string[] = ['BipolarQuant', 'IntQuant', 'MultiThreshold', 'Quant', 'Trunc'];

/** Operators that work on each number alone, and how their constants go with its elements. */
const ELEMENT_OPERATORS: Readonly<Record<string, 'repeated' | 'numbers' | 'rows'>> = {
  ...{ Add: 'repeated', Div: 'repeated', Mul: 'repeated', Sub: 'repeated' },
  ...{ BatchNormalization: 'rows', Clip: 'numbers', Relu: 'numbers', Sigmoid: 'numbers' },
  ...{ BipolarQuant: 'repeated', IntQuant: 'repeated', MultiThreshold: 'rows', Quant: 'repeated', Trunc: 'repeated' },
};

/** Whether a signal's numbers are few. */
export function isQuantized({ elementSteps }: Signal): boolean {
  return elementSteps.some(({ step }) => QUANTIZERS.includes(step.operator.type));
}

export function isElementOperator(type: string): boolean {
  return Object.hasOwn(ELEMENT_OPERATORS, type);
}

/**
 * An operator with its constants channel by channel.
 * @param inputs its constants; undefined in the place of the signal
 * @throws InputError where elements of one channel have different constants
 */
export function elementStep(signal: Signal, step: Step, inputs: readonly (Tensor | undefined)[]): ElementStep {
  const kind = ELEMENT_OPERATORS[step.operator.type];
  const operands = inputs.map((tensor) => {
    if (tensor === undefined || kind === 'numbers') return tensor;
    return kind === 'rows' ? rowsOfChannels(signal, step, tensor) : numbersOfChannels(signal, step, tensor);
  });
  return { step, operands };
}

/** A constant that is repeated to the signal's shape: [1, channels], or a number. */
function numbersOfChannels(signal: Signal, step: Step, tensor: Tensor): Tensor {
  if (tensor.data.length === 1) return { ...tensor, shape: [1, 1] };
  const { shape } = signal;
  if (elements(tensor.shape) > elements(shape) || tensor.shape.length > shape.length) {
    throw step.error(`a constant of [${tensor.shape}] makes [${shape}] larger`);
  }
  const placeOf = broadcastPlaces(tensor.shape, shape);
  return byChannel(signal, step, (place) => placeOf(place), tensor);
}

/** A constant with a row for each place along the axis of the operator's channels. */
function rowsOfChannels(signal: Signal, step: Step, tensor: Tensor): Tensor {
  const { shape } = signal;
  const layout = step.operator.attributes.get('data_layout');
  const last = layout?.kind === 'STRING' && layout.value.endsWith('C') && layout.value !== 'NC';
  const axis = last ? shape.length - 1 : 1;
  if (tensor.shape.length > 1 && tensor.shape[0] === 1) return tensor;
  const size = elements(shape.slice(axis + 1));
  return byChannel(signal, step, (place) => Math.floor(place / size) % shape[axis], tensor);
}

function byChannel({ source, places }: Signal, step: Step, rowOf: (place: number) => number, tensor: Tensor): Tensor {
  const channels = channelsOf(source.shape);
  const rows = new Int32Array(channels).fill(-1);
  const isRows = tensor.shape.length === 2 && step.operator.type === 'MultiThreshold';
  const width = isRows ? tensor.shape[1] : 1;
  const same = (a: number, b: number) => {
    for (let index = 0; index < width; index++) {
      if (tensor.data[a * width + index] !== tensor.data[b * width + index]) return false;
    }
    return true;
  };
  places.forEach((networkPlace, place) => {
    const channel = networkPlace % channels;
    const row = rowOf(place);
    if (rows[channel] < 0) rows[channel] = row;
    else if (rows[channel] !== row && !same(rows[channel], row)) {
      throw step.error('its constants differ within a channel, allowed: one for each channel');
    }
  });
  const data = new Float64Array(channels * width);
  rows.forEach((row, channel) => {
    data.set(tensor.data.subarray(row * width, (row + 1) * width), channel * width);
  });
  const vector = step.operator.type === 'BatchNormalization' ? [channels] : [1, channels];
  return { type: tensor.type, shape: isRows ? [channels, width] : vector, data };
}

/**
 * What the operators make of numbers, by the graph's own arithmetic in floating point of 64 bits.
 * @param values rows of a number for each channel
 */
export function evaluate(steps: readonly ElementStep[], values: Float64Array, channels: number): Float64Array {
  const shape = [values.length / channels, channels];
  let tensor: Tensor = { type: 'FLOAT', shape, data: values };
  for (const { step, operands } of steps) {
    const inputs = operands.map((operand) => operand ?? tensor);
    const known = inputs.map((input, index) => (operands[index] === undefined ? input : { ...input, constant: input }));
    [tensor] = step.planner(new Node(step.operator, known, step.error)).run(inputs, 'double');
  }
  return Float64Array.from(tensor.data);
}
