import type { Block } from '../../core/pipeline.js';
import type { HlsLibrary } from '../hls/library.js';
import { maxPool, poolProblem } from '../units/max-pool.js';
import { mvtu } from '../units/mvtu.js';
import { slidingWindow, type WindowShape, windowProblem, windowWords } from '../units/sliding-window.js';
import { add, duplicate, type StreamOperatorParameters } from '../units/stream-operators.js';
import type { UnitParameters } from '../units/unit.js';
import { widthConverter } from '../units/width-converter.js';
import { foldingKeyProblem, planWidths, type UnitPlan } from './plan.js';
import type { HlsBlock } from './schema.js';

type HlsBlockOf<T extends HlsBlock['type']> = Extract<HlsBlock, { type: T }>;

/** A block of library hls. */
export function planHls(block: HlsBlock, library: HlsLibrary): UnitPlan {
  switch (block.type) {
    case 'mvtu':
      return planMvtu(block, library);
    case 'swu':
      return planWindow(block, library);
    case 'maxpool':
      return planPool(block, library);
    case 'dwc':
      return planWidthConverter(block, library);
    case 'fifo':
      return { inputBeats: 1, outputBeats: 1, depth: block.depth };
    case 'duplicate':
      return planOperator(duplicate, library);
    case 'add':
      return planOperator(add, library);
  }
}

function planMvtu(block: HlsBlockOf<'mvtu'>, { mvtuDepth }: HlsLibrary): UnitPlan {
  const { MW: mw, MH: mh, PE: pe, SIMD: simd, vectors, depth: depthCycles = mvtuDepth.value } = block;
  return planUnit(
    { inputBeats: (vectors * mw) / simd, outputBeats: (vectors * mh) / pe, problem: foldingKeyProblem(block) },
    (unit) => mvtu({ ...unit, mw, mh, pe, simd, vectors, depthCycles }),
  );
}

function planWindow(block: HlsBlockOf<'swu'>, { slidingWindowDepth }: HlsLibrary): UnitPlan {
  const { K, S, ifmDim, ofmDim, channels, SIMD, depth: depthCycles = slidingWindowDepth.value } = block;
  const shape: WindowShape = { kernel: K, stride: S, ifmDim, ofmDim, channels, simd: SIMD };
  const message = windowProblem(shape);
  return planUnit(
    {
      inputBeats: (ifmDim * ifmDim * channels) / SIMD,
      outputBeats: windowWords(shape),
      problem: message === undefined ? undefined : { key: wrongKeyOf(block), message },
    },
    (unit) => slidingWindow({ ...unit, ...shape, depthCycles }),
  );
}

/** The key of a window that its problem is about. */
function wrongKeyOf({ K, S, channels, SIMD }: HlsBlockOf<'swu'>): string {
  if (K % S !== 0) return 'S';
  return channels % SIMD === 0 ? 'ifmDim' : 'SIMD';
}

function planPool({ dim, bits, K }: HlsBlockOf<'maxpool'>, library: HlsLibrary): UnitPlan {
  const { maxPoolReadInterval, binaryMaxPoolReadInterval, maxPoolPhaseGap } = library;
  const message = poolProblem({ kernel: K, dim });
  return planUnit(
    {
      inputBeats: dim * dim,
      outputBeats: (dim / K) ** 2,
      problem: message === undefined ? undefined : { key: 'dim', message },
    },
    (unit) =>
      maxPool({
        ...unit,
        kernel: K,
        dim,
        readInterval: (bits === 1 ? binaryMaxPoolReadInterval : maxPoolReadInterval).value,
        phaseGap: maxPoolPhaseGap.value,
      }),
  );
}

function planWidthConverter(block: HlsBlockOf<'dwc'>, { widthConverterDepth }: HlsLibrary): UnitPlan {
  const { inBits: inputBits, outBits: outputBits, depth: depthCycles = widthConverterDepth.value } = block;
  const beats = planWidths(inputBits, outputBits);
  return planUnit(beats, (unit) =>
    widthConverter({ ...unit, inputBits, outputBits, wordsPerFrame: beats.inputBeats, depthCycles }),
  );
}

function planOperator(
  operator: (parameters: StreamOperatorParameters) => Block,
  { streamOperatorDepth }: HlsLibrary,
): UnitPlan {
  const depthCycles = streamOperatorDepth.value;
  return {
    inputBeats: 1,
    outputBeats: 1,
    build: ({ frames, beatsPerFrame, ...place }) => ({
      blocks: [operator({ ...place, words: frames * beatsPerFrame, depthCycles })],
      streams: [],
    }),
  };
}

/** The plan of a unit that makes one block; its frames are the passes of the whole run. */
function planUnit(beats: Omit<UnitPlan, 'build' | 'depth'>, unit: (parameters: UnitParameters) => Block): UnitPlan {
  return {
    ...beats,
    build: ({ name, inputs: [input], outputs: [output], frames, beatsPerFrame }) => ({
      blocks: [unit({ name, input, output, frames: (frames * beatsPerFrame) / beats.inputBeats })],
      streams: [],
    }),
  };
}
