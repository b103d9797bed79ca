import type { HardwareModule } from '../../../core/pipeline.js';
import type { Circuit } from '../../emit/rtl/circuit.js';
import { loadRtlResourceConstants, type RtlResourceConstants } from './constants.js';
import { mvtuResources, thresholdingResources } from './matrix.js';
import { bitsFor, blockRams, distributedLuts } from './memories.js';
import type { Parameters, RtlResources } from './usage.js';

type Estimate = (parameters: Parameters, constants: RtlResourceConstants) => RtlResources;

/**
 * What a module of our RTL takes, as Yosys 0.23 synthesizes it, by its structure (docs/resources.md).
 * Throws RangeError for a module that is none of the units.
 */
export function rtlResources(
  { name, parameters }: HardwareModule,
  constants: RtlResourceConstants = loadRtlResourceConstants(),
): RtlResources {
  const estimate = ESTIMATES[name];
  if (estimate === undefined) throw new RangeError(`no estimate of ${name}`);
  const { lut, bram18 } = estimate(parameters, constants);
  return { lut: Math.round(lut), bram18 };
}

/** What all FIFOs and units of a circuit take. */
export function circuitResources({ fifos, units }: Circuit): RtlResources {
  const constants = loadRtlResourceConstants();
  return [...fifos, ...units]
    .map(({ module }) => rtlResources(module, constants))
    .reduce((sum, { lut, bram18 }) => ({ lut: sum.lut + lut, bram18: sum.bram18 + bram18 }));
}

const ESTIMATES: Readonly<Record<string, Estimate>> = {
  fifo: fifoResources,
  mvtu: mvtuResources,
  thresholding: thresholdingResources,
  swu: windowResources,
  maxpool: poolResources,
  padding: paddingResources,
  // A part counter; the parts go straight into registers, or out of them through a multiplexer.
  dwc_up: ({ RATIO }) => logic(2 + 1.5 * bitsFor(RATIO)),
  dwc_down: ({ OUT_WIDTH, RATIO }) => logic(OUT_WIDTH * RATIO + 1 + 1.5 * bitsFor(RATIO)),
  duplicate: ({ STREAMS }) => logic(1 + Math.ceil(STREAMS / 6)),
  add: ({ STREAMS, OUT_WIDTH }) => logic(1 + (STREAMS - 1) * OUT_WIDTH),
};

function logic(lut: number): RtlResources {
  return { lut, bram18: 0 };
}

function fifoResources({ WIDTH, DEPTH, BLOCK_RAM }: Parameters, constants: RtlResourceConstants): RtlResources {
  const { fifoPlaceLut, fifoControlLut, fifoBlockRamLut } = constants;
  const counters = fifoPlaceLut.value * bitsFor(DEPTH) + fifoControlLut.value;
  if (BLOCK_RAM === 0) return logic(counters + distributedLuts(WIDTH, DEPTH));
  return { lut: counters + fifoBlockRamLut.value + WIDTH, bram18: blockRams(WIDTH, DEPTH) };
}

/** A bit of the larger of two codes of up to two bits is one LUT; wider codes are compared first. */
function poolResources({ CHANNELS, BITS, WINDOWS }: Parameters): RtlResources {
  const bits = CHANNELS * BITS;
  const larger = BITS <= 2 ? bits : 2 * bits;
  return logic(15 + larger + distributedLuts(bits, WINDOWS));
}

/** A multiplexer, and counters of rows and of words in a row. */
function paddingResources({ WIDTH, ROWS, COLUMNS, FOLD, TOP, BOTTOM, LEFT, RIGHT }: Parameters): RtlResources {
  const counters = bitsFor(TOP + ROWS + BOTTOM + 1) + bitsFor((LEFT + COLUMNS + RIGHT) * FOLD + 1);
  return logic(WIDTH + 2 * counters);
}

function windowResources(parameters: Parameters, constants: RtlResourceConstants): RtlResources {
  const { WIDTH } = parameters;
  const { windowAddressLut, windowControlLut, blockRamLut } = constants;
  const depth = windowBufferDepth(parameters);
  const counters = windowControlLut.value + windowAddressLut.value * windowAddresses(parameters) * bitsFor(depth);
  const [lut, bram18] = [distributedLuts(WIDTH, depth), blockRams(WIDTH, depth)];
  // Yosys counts a memory of LUTs twice, because it is written.
  if (2 * lut > blockRamLut.value * bram18) return { lut: counters, bram18 };
  return logic(counters + lut);
}

/** Addresses: where words are written and read, and where rows of a kernel, windows, and rows of windows begin, if several do. */
function windowAddresses(parameters: Parameters): number {
  const { ROWS, COLUMNS, KERNEL_ROWS, KERNEL_COLUMNS, STRIDE_ROWS, STRIDE_COLUMNS } = parameters;
  const { DILATION_ROWS, DILATION_COLUMNS } = parameters;
  const several = [
    KERNEL_ROWS > 1,
    (KERNEL_COLUMNS - 1) * DILATION_COLUMNS + 1 + STRIDE_COLUMNS <= COLUMNS,
    (KERNEL_ROWS - 1) * DILATION_ROWS + 1 + STRIDE_ROWS <= ROWS,
  ];
  return 2 + several.filter(Boolean).length;
}

/** Words of a sliding window's buffer: the rows of a row of windows, and those that the next one needs beside them. */
function windowBufferDepth({ ROWS, COLUMNS, FOLD, KERNEL_ROWS, STRIDE_ROWS, DILATION_ROWS }: Parameters): number {
  const rows = (KERNEL_ROWS - 1) * DILATION_ROWS + 1 + STRIDE_ROWS;
  return Math.min(rows, ROWS) * COLUMNS * FOLD;
}
