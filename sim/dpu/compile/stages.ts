import type { Layer, Padding, Size } from '../../nn/network.js';
import { addShifts } from '../../nn/power-of-two.js';
import { NO_PADDING } from '../../nn/windows.js';
import { activationOf } from './activations.js';
import type { AddShiftFields, Shifts, Stage, Window } from './operations.js';
import { poolShift } from './pools.js';

const ONE: Size = [1, 1];

/** What an engine has to do for a layer. @param pad the layer of zeros around its input, if there is one */
export function stageOf(layer: Layer, pad: Layer | undefined): Stage {
  switch (layer.op) {
    case 'integerConvolution':
      return {
        kind: isDepthwise(layer) ? 'depthwise' : 'conv',
        window: padded(layer, pad),
        activation: activationOf(layer),
        ...shiftsOf(layer),
      };
    case 'integerFullyConnected':
      return { kind: 'conv', window: wholeMap(layer), activation: activationOf(layer), ...shiftsOf(layer) };
    case 'integerMaxPool':
      return {
        kind: 'pool',
        pool: 'max',
        window: padded({ dilation: ONE, ...layer }, pad),
        shiftCut: poolShift(layer),
      };
    case 'averagePool':
      return {
        kind: 'pool',
        pool: 'average',
        window: padded({ dilation: ONE, padding: NO_PADDING, ...layer }, pad),
        shiftCut: poolShift(layer),
      };
    case 'mean':
      return { kind: 'pool', pool: 'average', window: wholeMap(layer), shiftCut: poolShift(layer) };
    case 'add':
      return { kind: 'add', activation: activationOf(layer), ...addFields(layer) };
    case 'upsample':
      return { kind: 'move', move: 'upsample', factor: layer.factor };
    case 'spaceToDepth':
      return { kind: 'move', move: 'spaceToDepth', factor: [layer.block, layer.block] };
    default:
      throw new Error(`${layer.name}: no stage for ${layer.op}`);
  }
}

/** Whether each channel is convolved with itself alone. */
export function isDepthwise({ groups, inputShape, outputShape }: Extract<Layer, { groups: number }>): boolean {
  return groups > 1 && groups === inputShape[2] && groups === outputShape[2];
}

/** A window as large as its input. */
function wholeMap({ inputShape }: Layer): Window {
  const kernel: Size = inputShape.length === 3 ? [inputShape[0], inputShape[1]] : ONE;
  return { kernel, stride: ONE, dilation: ONE, padding: NO_PADDING };
}

function padded({ kernel, stride, dilation, padding }: Window, pad: Layer | undefined): Window {
  if (pad?.op !== 'pad') return { kernel, stride, dilation, padding };
  const sides = (['top', 'left', 'bottom', 'right'] as const).map((side) => [side, padding[side] + pad.padding[side]]);
  return { kernel, stride, dilation, padding: Object.fromEntries(sides) as unknown as Padding };
}

/** The bias is shifted one bit further, so that half the lowest bit of a sum is kept. (facts/dpu.md section 5.3) */
const HALF_BIT = 1;

function shiftsOf(layer: Layer): Shifts {
  if (!('requantization' in layer) || layer.requantization.rule === 'scale')
    return { shiftCut: 0, shiftBias: HALF_BIT };
  const { shift, biasShift } = layer.requantization;
  return { shiftCut: shift, shiftBias: biasShift + HALF_BIT };
}

/** Fields of the shifts of a sum of tensors; the last has 16 where it goes to the right. (facts/dpu.md section 5.3) */
function addFields({ inputTypes, outputType, rule }: Extract<Layer, { op: 'add' }>): AddShiftFields {
  if (rule !== 'powerOfTwo') return { shiftRead: [0, 0], shiftWrite: 0 };
  const [a, b] = inputTypes;
  const { read, write } = addShifts([a.scale, b.scale], outputType.scale);
  return { shiftRead: read, shiftWrite: write >= 0 ? write : ADD_RIGHT - write };
}

const ADD_RIGHT = 16;
