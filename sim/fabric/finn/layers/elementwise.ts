import type { BlockBody } from '../../../core/pipeline.js';
import { elements } from '../../../nn/network.js';
import { add } from '../../../nn/reference/add.js';
import { rescale } from '../../../nn/reference/rescale.js';
import type { AddLayer, ConcatLayer, RescaleLayer } from '../../../nn/tensor-layers.js';
import type { Parts } from '../../builder.js';
import { refuse } from '../../hls/shapes.js';
import { decodeLanes, encodeLanes } from '../../units/lanes.js';
import { series } from '../../units/unit.js';
import type { FinnLibrary } from '../library.js';
import { finnRequantizer } from '../thresholding.js';
import { outputRegister, registerLoop } from '../unit.js';
import type { FinnOp, OpPlace } from './op.js';

/** Bits of the larger multiplier of a sum, and of the sum of both products of 8-bit integers. */
const SUM_BITS = 32;

/**
 * AddStreams: a beat of both tensors at once. Where their scales are not those of the output, each is multiplied before, by a
 * number of 21 bits in a DSP, and the sum shifted back; this is no unit of FINN's.
 */
export function layAdd(layer: AddLayer, lanes: number): FinnOp[] {
  const { name, inputTypes, outputShape, outputType } = layer;
  const beats = elements(outputShape) / lanes;
  const createBody = (): BlockBody => ({
    iterate(_loop, _iteration, words) {
      const [a, b] = words.map((word, input) => decodeLanes([word], lanes, inputTypes[input]));
      return encodeLanes(add(layer, a, b), lanes, outputType);
    },
  });
  return [
    {
      name,
      inputBits: inputTypes.map(({ bits }) => lanes * bits),
      output: `${name}.added`,
      outputBits: lanes * outputType.bits,
      outputBeats: beats,
      cycles: beats,
      cost: { lut: lanes * (SUM_BITS + 2 * outputType.bits), bram18: 0, dsp: 2 * lanes },
      build: (place) =>
        joinBeats(place, 'add', { each: inputTypes.map(() => 1), rounds: place.inputBeats }, createBody),
    },
  ];
}

/**
 * Concat: of every pixel the beats of one tensor behind those of the other.
 * @throws InputError for another axis than the channels
 */
export function layConcat(layer: ConcatLayer, lanes: number): FinnOp[] {
  const { name, inputs, inputShapes, inputType, outputShape } = layer;
  refuseOtherAxes(layer);
  const outputBits = lanes * inputType.bits;
  const outputBeats = elements(outputShape) / lanes;
  const each = inputShapes.map((shape) => shape[shape.length - 1] / lanes);
  const rounds = (frames: number) => frames * elements(outputShape.slice(0, -1));
  return [
    {
      name,
      inputBits: inputs.map(() => outputBits),
      output: `${name}.joined`,
      outputBits,
      outputBeats,
      cycles: outputBeats,
      cost: { lut: outputBits * Math.ceil(inputs.length / 4), bram18: 0, dsp: 0 },
      build: (place) => {
        const frames = (place.inputBeats * lanes) / elements(inputShapes[0]);
        return joinBeats(place, 'concat', { each, rounds: rounds(frames), inTurn: true }, () => ({
          iterate: (_loop, _iteration, words) => [words.find((word) => word !== undefined)!],
        }));
      },
    },
  ];
}

/** @throws InputError for a concatenation along another axis than the channels */
export function refuseOtherAxes({ name, axis, outputShape }: ConcatLayer): void {
  const channels = outputShape.length - 1;
  const found = `found a concatenation along axis ${axis}, allowed: ${channels}, the channels`;
  refuse(name, axis === channels ? undefined : found, 'finn');
}

/** A scale unit by itself: a product, rounding and clamping. */
export function layRescale(layer: RescaleLayer, lanes: number, library: FinnLibrary): FinnOp[] {
  const { name, inputType, outputType, outputShape, precision } = layer;
  const beats = elements(outputShape) / lanes;
  const createBody = (): BlockBody => ({
    iterate: (_loop, _iteration, words) =>
      encodeLanes(rescale(layer, decodeLanes(words, lanes, inputType)), lanes, outputType),
  });
  return [
    {
      name,
      inputBits: [lanes * inputType.bits],
      output: `${name}.codes`,
      outputBits: lanes * outputType.bits,
      outputBeats: beats,
      cycles: beats,
      cost: { lut: lanes * (SUM_BITS + 2 * outputType.bits), bram18: 0, dsp: lanes * (precision === 'fine' ? 2 : 1) },
      build: (place) => {
        const { blocks, streams } = finnRequantizer(
          place,
          { stages: library.scaleUnitStages.value, createBody },
          library,
        );
        return { blocks: blocks.map((block) => ({ ...block, name, unit: 'scale' })), streams };
      },
    },
  ];
}

/**
 * Beats of several streams into an output register.
 * @param each beats of a round on each input; all in one iteration, or in turn
 */
function joinBeats(
  place: OpPlace,
  unit: string,
  {
    each,
    rounds,
    inTurn = false,
  }: { readonly each: readonly number[]; readonly rounds: number; readonly inTurn?: boolean },
  createBody: () => BlockBody,
): Parts {
  const { name, inputs, output } = place;
  const startOf = (input: number) => (inTurn ? each.slice(0, input).reduce((sum, beats) => sum + beats, 0) : 0);
  const iterations = inTurn ? startOf(each.length) : each[0];
  const loop = registerLoop({
    rounds,
    iterationsPerRound: iterations,
    reads: each.map((beats, input) => series(beats, (beat) => startOf(input) + beat)),
    writes: [series(iterations)],
  });
  const block = { name, unit, inputs, outputs: [output], startCycle: 0, loops: [loop], createBody };
  return { blocks: [block], streams: [outputRegister(place)] };
}
