import type { Block } from '../../core/pipeline.js';
import type { Parts } from '../builder.js';
import { finnFifo } from '../finn/fifo.js';
import type { FinnLibrary } from '../finn/library.js';
import { finnMvu } from '../finn/matrix-vector.js';
import { finnPadding, paddedBeats } from '../finn/padding.js';
import { finnParallelWindow } from '../finn/parallel-window.js';
import { finnSlidingWindow, inputBeatsOf, type WindowParameters, windowsOf } from '../finn/sliding-window.js';
import { finnThresholding } from '../finn/thresholding.js';
import { outputRegister, type UnitPlace } from '../finn/unit.js';
import { finnWidthConverter } from '../finn/width-converter.js';
import { add, duplicate, type StreamOperatorParameters } from '../units/stream-operators.js';
import { foldingKeyProblem, mustDivide, type PlannedPlace, planWidths, type UnitPlan } from './plan.js';
import type { FinnBlock } from './schema.js';

/** Width of beats whose width does not matter. */
const UNKNOWN_BITS = 1;

/** A block of library finn. */
export function planFinn(block: FinnBlock, library: FinnLibrary): UnitPlan {
  switch (block.type) {
    case 'mvu':
      return planMvu(block, library);
    case 'swg':
      return planWindow(block);
    case 'thresholding':
      return {
        problem: mustDivide('PE', block.PE, 'C', block.C),
        inputBeats: block.C / block.PE,
        outputBeats: block.C / block.PE,
        build: single((place) => finnThresholding(place, block, library)),
      };
    case 'dwc':
      return planWidthConverter(block);
    case 'fmpadding':
      return planPadding(block);
    case 'fifo': {
      const depth = Math.max(block.depth, library.minimumFifoDepth.value);
      return { inputBeats: 1, outputBeats: 1, build: single((place) => finnFifo(place, { depth })) };
    }
    case 'duplicate':
      return { inputBeats: 1, outputBeats: 1, build: (place) => intoRegisters(place, duplicate) };
    case 'add':
      return { inputBeats: 1, outputBeats: 1, build: (place) => intoRegisters(place, add) };
  }
}

function planMvu(block: Extract<FinnBlock, { type: 'mvu' }>, library: FinnLibrary): UnitPlan {
  const { core, MW, MH, PE, SIMD } = block;
  const [synapseFold, neuronFold] = [MW / SIMD, MH / PE];
  return {
    problem: foldingKeyProblem(block),
    inputBeats: synapseFold,
    outputBeats: neuronFold,
    innerBeats: neuronFold > 1 ? synapseFold * neuronFold : 0,
    build: single((place) => finnMvu(place, { core, synapseFold, neuronFold }, library)),
  };
}

function planWindow(block: Extract<FinnBlock, { type: 'swg' }>): UnitPlan {
  const { H, W, C, KH, KW, SH, SW, DH, DW, SIMD, style, depthwise } = block;
  const window: WindowParameters = {
    height: H,
    width: W,
    channelFold: C / SIMD,
    kernel: [KH, KW],
    stride: [SH, SW],
    dilation: [DH, DW],
    depthwise,
  };
  const problem = windowProblem(block);
  const windows = problem === undefined ? windowsOf(window).reduce((all, count) => all * count, 1) : 0;
  const elements = style === 'parallel' ? 1 : KH * KW;
  return {
    problem,
    inputBeats: problem === undefined ? inputBeatsOf(window) : 1,
    outputBeats: windows * elements * window.channelFold,
    build: single((place) =>
      style === 'parallel' ? finnParallelWindow(place, window) : finnSlidingWindow(place, window),
    ),
  };
}

/** What keeps a sliding window from its sizes. */
export function windowProblem(
  block: Omit<Extract<FinnBlock, { type: 'swg' }>, 'type' | 'name' | 'from'>,
): UnitPlan['problem'] {
  const { H, W, C, KH, KW, SH, SW, DH, DW, SIMD, style, depthwise } = block;
  const [tall, wide] = [(KH - 1) * DH + 1, (KW - 1) * DW + 1];
  if (tall > H) return { key: 'KH', message: `a window ${tall} high does not fit H=${H}` };
  if (wide > W) return { key: 'KW', message: `a window ${wide} wide does not fit W=${W}` };
  if (SH > H) return { key: 'SH', message: `found the stride ${SH}, allowed: at most H=${H}` };
  if (SW > W) return { key: 'SW', message: `found the stride ${SW}, allowed: at most W=${W}` };
  if (style === 'parallel' && !depthwise && SIMD !== C && KH * KW > 1) {
    return {
      key: 'SIMD',
      message: `found ${SIMD}, allowed in style parallel: C=${C}, depthwise, or a kernel of 1 x 1`,
    };
  }
  return mustDivide('SIMD', SIMD, 'C', C);
}

function planWidthConverter({ inBits, outBits }: Extract<FinnBlock, { type: 'dwc' }>): UnitPlan {
  const widths = planWidths(inBits, outBits);
  if (inBits === outBits) return widths;
  return {
    ...widths,
    build: single((place) => finnWidthConverter({ ...place, inputBits: inBits, outputBits: outBits })),
  };
}

function planPadding(block: Extract<FinnBlock, { type: 'fmpadding' }>): UnitPlan {
  const { H, W, C, SIMD, padTop, padLeft, padBottom, padRight } = block;
  const parameters = {
    height: H,
    width: W,
    channelFold: C / SIMD,
    padding: { top: padTop, left: padLeft, bottom: padBottom, right: padRight },
  };
  return {
    problem: mustDivide('SIMD', SIMD, 'C', C),
    inputBeats: (H * W * C) / SIMD,
    outputBeats: paddedBeats(parameters),
    build: single((place) => finnPadding(place, parameters)),
  };
}

function single(build: (place: UnitPlace) => Parts): (place: PlannedPlace) => Parts {
  return (place) => build(unitPlace(place));
}

function unitPlace({ name, inputs, outputs, frames, beatsPerFrame }: PlannedPlace): UnitPlace {
  return {
    name,
    input: inputs[0],
    output: outputs[0],
    inputBits: UNKNOWN_BITS,
    outputBits: UNKNOWN_BITS,
    inputBeats: frames * beatsPerFrame,
  };
}

/** A unit that passes a beat of every stream at once, into a register for each output. */
function intoRegisters(place: PlannedPlace, operator: (parameters: StreamOperatorParameters) => Block): Parts {
  const { frames, beatsPerFrame, outputs } = place;
  return {
    blocks: [operator({ ...place, words: frames * beatsPerFrame, depthCycles: 0 })],
    streams: outputs.map((output) => outputRegister({ output, outputBits: UNKNOWN_BITS })),
  };
}
