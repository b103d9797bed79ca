import type { Block, HardwareModule } from '../../sim/core/pipeline.js';
import { loadLibrary } from '../../sim/fabric/catalog.js';
import { fifoModule } from '../../sim/fabric/rtl/units/fifo.js';
import { rtlMaxPool } from '../../sim/fabric/rtl/units/max-pool.js';
import { rtlMvtu } from '../../sim/fabric/rtl/units/mvtu.js';
import { rtlPadding } from '../../sim/fabric/rtl/units/padding.js';
import { rtlSlidingWindow } from '../../sim/fabric/rtl/units/sliding-window.js';
import { rtlThresholding } from '../../sim/fabric/rtl/units/thresholding.js';
import { rtlWidthConverter } from '../../sim/fabric/rtl/units/width-converter.js';
import { BIPOLAR, type DataType, TERNARY, thresholdCount } from '../../sim/nn/data-type.js';
import type { FullyConnectedLayer } from '../../sim/nn/network.js';
import { placeholderParameters, pseudoRandom } from '../../sim/nn/placeholder-parameters.js';

/** A unit whose resources are measured. */
export interface MeasuredUnit {
  readonly name: string;
  readonly module: HardwareModule;
}

const DISTRIBUTED_DEPTH = loadLibrary('rtl').distributedDepth.value;
const UNIT = { name: 'unit', input: 'in', output: 'out', frames: 1 };
const PIXEL: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 };
const SCORE: DataType = { bits: 16, encoding: 'signed', narrow: false, scale: 1 };

/** Units of all kinds, small and large, those of LFC and CNV among them. */
export function measuredUnits(): MeasuredUnit[] {
  return [
    fifo(8, 2),
    fifo(32, 16),
    fifo(64, 8),
    fifo(64, 64),
    fifo(64, 128),
    fifo(64, 1024),
    fifo(24, 2048),
    fifo(24, 4096),
    fifo(128, 81),
    dwc(64, 192),
    dwc(192, 24),
    dwc(32, 8),
    dwc(16, 64),
    dwc(1, 64),
    mvtu('LFC L3', [1024, 64, 16, 8], [BIPOLAR, BIPOLAR, BIPOLAR]),
    mvtu('CNV L0, W1A1', [27, 64, 16, 3], [PIXEL, BIPOLAR, BIPOLAR]),
    mvtu('CNV L4, W1A1', [1152, 256, 4, 32], [BIPOLAR, BIPOLAR, BIPOLAR]),
    mvtu('CNV L6, W1A1', [256, 512, 1, 4], [BIPOLAR, BIPOLAR, BIPOLAR]),
    mvtu('CNV L8, W1A1', [512, 64, 4, 1], [BIPOLAR, BIPOLAR, SCORE]),
    mvtu('CNV L4, W1A2', [1152, 256, 4, 32], [TERNARY, BIPOLAR, TERNARY]),
    mvtu('CNV L3, W2A2', [1152, 128, 8, 16], [TERNARY, TERNARY, TERNARY]),
    mvtu('CNV L7, W2A2', [512, 512, 2, 2], [TERNARY, TERNARY, TERNARY]),
    mvtu('wide', [512, 64, 8, 64], [BIPOLAR, BIPOLAR, BIPOLAR]),
    mvtu('W1A2', [256, 64, 8, 16], [TERNARY, BIPOLAR, TERNARY]),
    mvtu('pixels', [75, 32, 8, 5], [PIXEL, TERNARY, TERNARY]),
    swu('CNV L0', [32, 1, 24]),
    swu('CNV L1', [30, 2, 32]),
    swu('CNV L3', [12, 4, 32]),
    swu('CNV L5', [3, 8, 32]),
    swu('W2A2 L4', [5, 16, 16]),
    pool('CNV pool1, W1A1', [28, 64, BIPOLAR]),
    pool('CNV pool3, W1A2', [10, 128, TERNARY]),
    pool('small', [8, 8, TERNARY]),
    thresholding(64, 4, 8, TERNARY),
    thresholding(32, 8, 12, BIPOLAR),
    padding(32, 8, 1),
    padding(16, 32, 4),
  ];
}

function fifo(bits: number, depth: number): MeasuredUnit {
  return { name: `fifo, ${depth} x ${bits}`, module: fifoModule({ bits, depth }, DISTRIBUTED_DEPTH) };
}

function dwc(inputBits: number, outputBits: number): MeasuredUnit {
  const block = rtlWidthConverter({ ...UNIT, inputBits, outputBits, wordsPerFrame: 1 });
  return named(`dwc, ${inputBits} to ${outputBits} bits`, block);
}

function mvtu(
  name: string,
  [mw, mh, pe, simd]: readonly [number, number, number, number],
  [inputType, weightType, outputType]: readonly [DataType, DataType, DataType],
): MeasuredUnit {
  const layer: FullyConnectedLayer = {
    name,
    op: 'fullyConnected',
    inputs: [],
    inputShape: [mw],
    outputShape: [mh],
    mw,
    mh,
    inputType,
    weightType,
    outputType,
    accumulate: inputType === BIPOLAR && weightType === BIPOLAR ? 'matches' : 'sum',
    accumulatorShift: 0,
    thresholded: outputType !== SCORE,
  };
  const parameters = placeholderParameters(layer, pseudoRandom(1));
  const block = rtlMvtu(UNIT, { ...layer, parameters }, { pe, simd }, { depthCycles: 3 });
  return named(`mvtu ${name}: ${mh} x ${mw}, PE ${pe}, SIMD ${simd}`, block);
}

function swu(name: string, [side, channelFold, bits]: readonly [number, number, number]): MeasuredUnit {
  const map = { height: side, width: side, channelFold };
  const window = { ...map, kernel: [3, 3], stride: [1, 1], dilation: [1, 1] } as const;
  return named(
    `swu ${name}: ${side} x ${side} x ${channelFold} words`,
    rtlSlidingWindow({ ...UNIT, bits, window, depthCycles: 1 }),
  );
}

function pool(name: string, [side, channels, type]: readonly [number, number, DataType]): MeasuredUnit {
  const block = rtlMaxPool(UNIT, { height: side, width: side, channels, kernel: [2, 2], type });
  return named(`maxpool ${name}: ${side} x ${side} x ${channels}`, block);
}

function thresholding(rows: number, pe: number, inputBits: number, outputType: DataType): MeasuredUnit {
  const random = pseudoRandom(1);
  const inputType = { ...SCORE, bits: inputBits };
  const thresholds = Int32Array.from({ length: rows * thresholdCount(outputType) }, () => random(2 ** (inputBits - 1)));
  const block = rtlThresholding({ ...UNIT, inputType, outputType, pe, thresholds, depthCycles: 1 });
  return named(`thresholding, ${rows} rows, PE ${pe}, ${inputBits} to ${outputType.bits} bits`, block);
}

function padding(side: number, bits: number, channelFold: number): MeasuredUnit {
  const sides = { top: 1, left: 1, bottom: 1, right: 1 };
  const block = rtlPadding({ ...UNIT, bits }, { height: side, width: side, channelFold, padding: sides });
  return named(`padding, ${side} x ${side} x ${channelFold} words of ${bits} bits`, block);
}

function named(name: string, { module }: Block): MeasuredUnit {
  return { name, module: module! };
}
