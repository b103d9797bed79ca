import type { Block } from '../../core/pipeline.js';
import { BIPOLAR, type DataType, thresholdCount, valueRange } from '../../nn/data-type.js';
import type { MatrixLayer } from '../../nn/network.js';
import { placeholderParameters, pseudoRandom } from '../../nn/placeholder-parameters.js';
import { paddedBeats } from '../finn/padding.js';
import { inputBeatsOf, windowsOf } from '../finn/sliding-window.js';
import type { RtlLibrary } from '../rtl/library.js';
import { type RtlPoolShape, rtlMaxPool, rtlPoolProblem } from '../rtl/units/max-pool.js';
import { rtlMvtu } from '../rtl/units/mvtu.js';
import { rtlPadding } from '../rtl/units/padding.js';
import { rtlSlidingWindow, rtlWindowWords } from '../rtl/units/sliding-window.js';
import { type RtlOperatorParameters, rtlAdd, rtlDuplicate, sumBits } from '../rtl/units/stream-operators.js';
import { rtlThresholding } from '../rtl/units/thresholding.js';
import { rtlAccumulatorType } from '../rtl/units/thresholds.js';
import { rtlWidthConverter } from '../rtl/units/width-converter.js';
import type { UnitParameters } from '../units/unit.js';
import { windowProblem } from './finn-plan.js';
import { foldingKeyProblem, mustDivide, planWidths, type UnitPlan } from './plan.js';
import type { RtlBlock } from './schema.js';

type RtlBlockOf<T extends RtlBlock['type']> = Extract<RtlBlock, { type: T }>;

/** A block of library rtl. */
export function planRtl(block: RtlBlock, library: RtlLibrary): UnitPlan {
  switch (block.type) {
    case 'mvtu':
      return planMvtu(block, library);
    case 'swu':
      return planWindow(block, library);
    case 'maxpool':
      return planPool(block);
    case 'thresholding':
      return planThresholding(block, library);
    case 'fmpadding':
      return planPadding(block);
    case 'dwc':
      return planWidthConverter(block);
    case 'fifo':
      return { inputBeats: 1, outputBeats: 1, depth: block.depth };
    case 'duplicate':
      return planOperator(rtlDuplicate, (bits) => bits);
    case 'add':
      return planOperator(rtlAdd, (bits) => sumBits(bits, block.streams));
  }
}

/** Weights that a block makes up, at most. */
const MAX_WEIGHTS = 2 ** 20;

/** Codes of one bit are bipolar, of more bits signed. */
function typeOf(bits: number): DataType {
  return bits === 1 ? BIPOLAR : { bits, encoding: 'signed', narrow: false, scale: 1 };
}

function planMvtu(block: RtlBlockOf<'mvtu'>, library: RtlLibrary): UnitPlan {
  const { MW: mw, MH: mh, PE: pe, SIMD: simd, inputBits, weightBits, outputBits, seed } = block;
  const types = { inputType: typeOf(inputBits), weightType: typeOf(weightBits) };
  const accumulate = inputBits === 1 && weightBits === 1 ? 'matches' : 'sum';
  const shape = { name: '', op: 'fullyConnected', inputs: [''], inputShape: [mw], outputShape: [mh], mw, mh } as const;
  const sums = {
    ...shape,
    ...types,
    accumulate,
    accumulatorShift: 0,
    outputType: BIPOLAR,
    thresholded: false,
  } as const;
  const outputType = outputBits === undefined ? rtlAccumulatorType(sums) : typeOf(outputBits);
  const layer: MatrixLayer = { ...sums, outputType, thresholded: outputBits !== undefined };
  return planUnit(
    {
      inputBeats: mw / simd,
      outputBeats: mh / pe,
      inputBits: simd * inputBits,
      outputBits: () => pe * outputType.bits,
      problem: foldingKeyProblem(block) ?? weightsProblem(block),
    },
    (unit) => {
      const parameters = placeholderParameters(layer, pseudoRandom(seed));
      return rtlMvtu(unit, { ...layer, parameters }, { pe, simd }, { depthCycles: library.mvtuDepth.value });
    },
  );
}

function weightsProblem({ MW, MH }: RtlBlockOf<'mvtu'>): UnitPlan['problem'] {
  if (MW * MH <= MAX_WEIGHTS) return undefined;
  return { key: 'MW', message: `found ${MW} x ${MH} weights, allowed: at most ${MAX_WEIGHTS}` };
}

function planWindow(block: RtlBlockOf<'swu'>, { slidingWindowDepth }: RtlLibrary): UnitPlan {
  const { H, W, C, KH, KW, SH, SW, DH, DW, SIMD } = block;
  const problem = windowProblem({ ...block, style: 'default', depthwise: false });
  const window = {
    height: H,
    width: W,
    channelFold: C / SIMD,
    kernel: [KH, KW],
    stride: [SH, SW],
    dilation: [DH, DW],
    depthwise: false,
  } as const;
  const fits = problem === undefined && windowsOf(window).every((count) => count > 0);
  return planUnit(
    { inputBeats: fits ? inputBeatsOf(window) : 1, outputBeats: fits ? rtlWindowWords(window) : 1, problem },
    (unit, bits) => rtlSlidingWindow({ ...unit, bits, window, depthCycles: slidingWindowDepth.value }),
  );
}

function planPool({ H, W, C, KH, KW, bits }: RtlBlockOf<'maxpool'>): UnitPlan {
  const shape: RtlPoolShape = { height: H, width: W, channels: C, kernel: [KH, KW], type: typeOf(bits) };
  const message = rtlPoolProblem(shape);
  const problem = message === undefined ? undefined : { key: H % KH === 0 ? 'W' : 'H', message };
  return planUnit({ inputBeats: H * W, outputBeats: (H / KH) * (W / KW), inputBits: C * bits, problem }, (unit) =>
    rtlMaxPool(unit, shape),
  );
}

function planThresholding(block: RtlBlockOf<'thresholding'>, { thresholdingDepth }: RtlLibrary): UnitPlan {
  const { C, PE, inputBits, outputBits, seed } = block;
  const [inputType, outputType] = [typeOf(inputBits), typeOf(outputBits)];
  return planUnit(
    {
      inputBeats: C / PE,
      outputBeats: C / PE,
      inputBits: PE * inputBits,
      outputBits: () => PE * outputBits,
      problem: mustDivide('PE', PE, 'C', C),
    },
    (unit) => {
      const thresholds = randomThresholds(C, thresholdCount(outputType), inputType, seed);
      const depthCycles = thresholdingDepth.value;
      return rtlThresholding({ ...unit, inputType, outputType, pe: PE, thresholds, depthCycles });
    },
  );
}

/** Pseudo-random thresholds of the type of what they are compared with, ascending in every row. */
function randomThresholds(rows: number, perRow: number, type: DataType, seed: number): Int32Array {
  const random = pseudoRandom(seed);
  const { min, max } = valueRange(type);
  const row = () => Array.from({ length: perRow }, () => min + random(max - min + 1)).sort((one, other) => one - other);
  return Int32Array.from(Array.from({ length: rows }, row).flat());
}

function planPadding({ H, W, C, SIMD, padTop, padLeft, padBottom, padRight }: RtlBlockOf<'fmpadding'>): UnitPlan {
  const padding = { top: padTop, left: padLeft, bottom: padBottom, right: padRight };
  const map = { height: H, width: W, channelFold: C / SIMD, padding };
  return planUnit(
    { inputBeats: (H * W * C) / SIMD, outputBeats: paddedBeats(map), problem: mustDivide('SIMD', SIMD, 'C', C) },
    (unit, bits) => rtlPadding({ ...unit, bits }, map),
  );
}

function planWidthConverter({ inBits: inputBits, outBits: outputBits }: RtlBlockOf<'dwc'>): UnitPlan {
  const beats = planWidths(inputBits, outputBits);
  const widths = { ...beats, inputBits, outputBits: () => outputBits };
  if (inputBits === outputBits) return widths;
  return planUnit(widths, (unit) =>
    rtlWidthConverter({ ...unit, inputBits, outputBits, wordsPerFrame: beats.inputBeats }),
  );
}

function planOperator(
  operator: (parameters: RtlOperatorParameters) => Block,
  outputBits: (bits: number) => number,
): UnitPlan {
  return {
    inputBeats: 1,
    outputBeats: 1,
    outputBits,
    build: ({ frames, beatsPerFrame, inputBits: bits, ...place }) => ({
      blocks: [operator({ ...place, bits, words: frames * beatsPerFrame })],
      streams: [],
    }),
  };
}

/** The plan of a unit that makes one block; its frames are the passes of the whole run. */
function planUnit(
  plan: Omit<UnitPlan, 'build' | 'depth'>,
  unit: (parameters: UnitParameters, inputBits: number) => Block,
): UnitPlan {
  return {
    ...plan,
    build: ({ name, inputs: [input], outputs: [output], frames, beatsPerFrame, inputBits }) => ({
      blocks: [unit({ name, input, output, frames: (frames * beatsPerFrame) / plan.inputBeats }, inputBits)],
      streams: [],
    }),
  };
}
