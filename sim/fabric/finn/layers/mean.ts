import type { BlockBody } from '../../../core/pipeline.js';
import { valueRange } from '../../../nn/data-type.js';
import { averageOfSum } from '../../../nn/reference/mean.js';
import type { MeanLayer } from '../../../nn/tensor-layers.js';
import type { Parts } from '../../builder.js';
import { decodeLanes, encodeLanes } from '../../units/lanes.js';
import { series } from '../../units/unit.js';
import type { FinnLibrary } from '../library.js';
import { finnRequantizer } from '../thresholding.js';
import { outputRegister, registerLoop, type UnitPlace } from '../unit.js';
import { signedType } from './matrix-unit.js';
import type { FinnOp } from './op.js';
import { scaleUnitCost } from './requantizer.js';

/** The average over all pixels: GlobalAccPool, which hands sums on behind the last pixel, and a scale unit. */
export function layMean(layer: MeanLayer, lanes: number, library: FinnLibrary): FinnOp[] {
  const { name, inputShape, inputType, outputType } = layer;
  const [height, width, channels] = inputShape;
  const { min, max } = valueRange(inputType);
  const sumType = signedType({ min: min * height * width, max: max * height * width });
  const folds = channels / lanes;
  const beats = height * width * folds;
  const sumBits = lanes * sumType.bits;
  const scaleBody = (): BlockBody => {
    const average = averageOfSum(layer);
    return {
      iterate: (_loop, _iteration, words) =>
        encodeLanes(decodeLanes(words, lanes, sumType).map(average), lanes, outputType),
    };
  };
  return [
    {
      name,
      inputBits: [lanes * inputType.bits],
      output: `${name}.sums`,
      outputBits: sumBits,
      outputBeats: folds,
      cycles: beats + folds,
      cost: { lut: sumBits + (folds > 1 ? sumBits * Math.ceil(folds / 64) : 0), bram18: 0, dsp: 0 },
      build: (place) => accumulate(place, beats, folds, () => sumBody(layer, lanes, sumType)),
    },
    {
      name: `${name}.scale`,
      inputBits: [sumBits],
      output: `${name}.codes`,
      outputBits: lanes * outputType.bits,
      outputBeats: folds,
      cycles: folds,
      cost: scaleUnitCost({ channels: lanes, pe: lanes, sumType, outputType, beats: folds }),
      build: (place) =>
        finnRequantizer(place, { stages: library.scaleUnitStages.value, createBody: scaleBody }, library),
    },
  ];
}

function accumulate(place: UnitPlace, beats: number, folds: number, createBody: () => BlockBody): Parts {
  const { name, input, output, inputBeats } = place;
  const loop = registerLoop({
    rounds: inputBeats / beats,
    iterationsPerRound: beats + folds,
    reads: [series(beats)],
    writes: [series(folds, (fold) => beats + fold)],
  });
  const unit = 'globalAccPool';
  const block = { name, unit, inputs: [input], outputs: [output], startCycle: 0, loops: [loop], createBody };
  return { blocks: [block], streams: [outputRegister(place)] };
}

function sumBody({ inputShape, inputType }: MeanLayer, lanes: number, sumType: MeanLayer['inputType']): BlockBody {
  const [height, width, channels] = inputShape;
  const folds = channels / lanes;
  const beats = height * width * folds;
  const sums = new Int32Array(channels);
  return {
    iterate(_loop, iteration, words) {
      if (iteration >= beats) {
        const fold = iteration - beats;
        return encodeLanes(sums.subarray(fold * lanes, (fold + 1) * lanes), lanes, sumType);
      }
      if (iteration === 0) sums.fill(0);
      decodeLanes(words, lanes, inputType).forEach((value, lane) => {
        sums[(iteration % folds) * lanes + lane] += value;
      });
      return [];
    },
  };
}
