import type { Block, Pipeline, StreamSpec, Word } from '../../core/pipeline.js';
import { mvtu } from '../units/mvtu.js';
import type { RoundArithmetic } from '../units/round-body.js';
import { activationType, type OffloadOverlay, wordsPerPixel } from './overlay.js';
import type { ComputeCall } from './program.js';
import { channelSelector } from './units/channel-selector.js';
import { memoryReader } from './units/memory-reader.js';
import { memoryWriter } from './units/memory-writer.js';
import { passThrough } from './units/pass-through.js';
import { pixelCollector } from './units/pixel-collector.js';
import { pixelSplitter } from './units/pixel-splitter.js';
import { slidingWindow } from './units/sliding-window.js';
import type { StagePlace } from './units/stage.js';
import { windowMaximum } from './units/window-maximum.js';
import { zeroPadding } from './units/zero-padding.js';

/** What runs that push words through the streams need beside the call. */
export interface CallData {
  readonly input: readonly Word[];
  /** Receives the words of the result. */
  readonly output: Word[];
  /** From the words of a window to those of its output pixel. */
  readonly arithmetic: () => RoundArithmetic;
}

/** Its name, the width of the words that it gives, and its unit between two streams. */
type Stage = readonly [name: string, bits: number, unit: (at: Required<StagePlace>) => Block];

/** The stage that multiplies. */
export const MVTU_STAGE = 'mvtu';

/**
 * The engine during a compute call: thirteen stages one behind the other, twelve where pixels are as wide behind the
 * convolution as before it. (facts/qnn-mo-pynq.md section 3.1)
 * @param loopOverhead delta: cycles to enter and to leave an inner pipelined loop
 */
export function computePipeline(
  call: ComputeCall,
  overlay: OffloadOverlay,
  loopOverhead: number,
  data?: CallData,
): Pipeline {
  const { pe, simd, activationBits, memoryWordBits, maxInputChannels, maxOutputChannels, poolWindow } = overlay;
  const { kernel, inputDim, paddedDim, outputDim, pool } = call;
  const pooled = pool ?? { inputDim: outputDim, outputDim, stride: 1 };
  const inputParts = Math.ceil(call.inputChannels / simd);
  const outputParts = Math.ceil(call.outputChannels / pe);
  const memoryParts = wordsPerPixel(overlay);

  const inputBits = activationBits * maxInputChannels;
  const simdBits = activationBits * simd;
  const peBits = activationBits * pe;
  const outputBits = activationBits * maxOutputChannels;

  const [read, padded, computed, results] = [inputDim, paddedDim, outputDim, pooled.outputDim].map((dim) => dim ** 2);
  const memory = { wordsPerPixel: memoryParts, parts: memoryParts, partBits: memoryWordBits, loopOverhead };
  const window = { kernel, stride: 1, inputDim: paddedDim, outputDim, wordsPerPixel: inputParts };
  const matrix = { mw: kernel ** 2 * inputParts * simd, mh: outputParts * pe, pe, simd, vectors: computed, frames: 1 };
  const maximum = { windowPixels: poolWindow ** 2, channels: maxOutputChannels, type: activationType(overlay) };
  const bypass = (at: StagePlace) => passThrough({ ...at, pixels: results });

  const stages: Stage[] = [
    ['read', memoryWordBits, (at) => memoryReader({ ...at, ...memory, pixels: read, words: data?.input })],
    ['collect', inputBits, (at) => pixelCollector({ ...at, ...memory, pixels: read })],
    ['pad', inputBits, (at) => zeroPadding({ ...at, inputDim, paddedDim })],
    ['select', simdBits, (at) => channelSelector({ ...at, pixels: padded, parts: inputParts, partBits: simdBits })],
    ['window', simdBits, (at) => slidingWindow({ ...at, ...window })],
    [MVTU_STAGE, peBits, (at) => mvtu({ ...at, ...matrix, depthCycles: 0, arithmetic: data?.arithmetic })],
    [
      'result',
      outputBits,
      (at) => pixelCollector({ ...at, pixels: computed, parts: outputParts, partBits: peBits, loopOverhead }),
    ],
    ['poolPad', outputBits, (at) => zeroPadding({ ...at, inputDim: outputDim, paddedDim: pooled.inputDim })],
    [
      'poolWindow',
      outputBits,
      pool === undefined ? bypass : (at) => slidingWindow({ ...at, ...pool, kernel: poolWindow, wordsPerPixel: 1 }),
    ],
    [
      'pool',
      outputBits,
      pool === undefined ? bypass : (at) => windowMaximum({ ...at, ...maximum, windows: results, loopOverhead }),
    ],
    ...(inputBits === outputBits ? [] : [['extend', inputBits, bypass] satisfies Stage]),
    ['split', memoryWordBits, (at) => pixelSplitter({ ...at, ...memory, pixels: results })],
    ['write', memoryWordBits, (at) => memoryWriter({ ...at, ...memory, pixels: results, words: data?.output })],
  ];
  return connect(stages, overlay.fifoDepth.value);
}

/** Puts stages one behind the other. Each stream bears the name of the stage that writes it. */
function connect(stages: readonly Stage[], depth: number): Pipeline {
  const blocks = stages.map(([name, , unit], index) =>
    unit({ name, input: stages[Math.max(index - 1, 0)][0], output: name }),
  );
  const streams = stages.slice(0, -1).map(([name, bits]): StreamSpec => ({ name, depth, bits }));
  return { name: 'compute', frames: 1, blocks, streams };
}
