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
  dwc_up: ({ RATIO }, { wideUpControlLut, counterLut }) =>
    logic(wideUpControlLut.value + counterLut.value * bitsFor(RATIO)),
  dwc_down: ({ OUT_WIDTH, RATIO }, { wideDownControlLut, counterLut }) =>
    logic(OUT_WIDTH * RATIO + wideDownControlLut.value + counterLut.value * bitsFor(RATIO)),
  duplicate: ({ STREAMS }, { operatorControlLut, lutInputs }) =>
    logic(operatorControlLut.value + Math.ceil(STREAMS / lutInputs.value)),
  add: ({ STREAMS, OUT_WIDTH }, { operatorControlLut }) => logic(operatorControlLut.value + (STREAMS - 1) * OUT_WIDTH),
};

function logic(lut: number): RtlResources {
  return { lut, bram18: 0 };
}

function fifoResources({ WIDTH, DEPTH, BLOCK_RAM }: Parameters, constants: RtlResourceConstants): RtlResources {
  const { fifoPlaceLut, fifoControlLut, fifoBlockRamLut, fifoBankLut, blockRamWords, blockRamBits } = constants;
  const counters = fifoPlaceLut.value * bitsFor(DEPTH) + fifoControlLut.value;
  if (BLOCK_RAM === 0) return logic(counters + distributedLuts(WIDTH, DEPTH, constants));
  const banks = Math.ceil(DEPTH / blockRamWords.value);
  // The multiplexer of the word that passes by has room for a second bank.
  const select = banks <= 2 ? 0 : fifoBankLut.value * banks * WIDTH;
  const lut = counters + fifoBlockRamLut.value + WIDTH + select;
  return { lut, bram18: banks * Math.ceil(WIDTH / blockRamBits.value) };
}

/** A bit of the larger of two codes is one LUT where both codes are inputs of it; wider codes are compared first. */
function poolResources({ CHANNELS, BITS, WINDOWS }: Parameters, constants: RtlResourceConstants): RtlResources {
  const { poolControlLut, poolBitLut, lutInputs } = constants;
  const bits = CHANNELS * BITS;
  const larger = 2 * BITS < lutInputs.value ? bits : poolBitLut.value * bits;
  return logic(poolControlLut.value + larger + distributedLuts(bits, WINDOWS, constants));
}

/** A multiplexer, and counters of rows and of words in a row. */
function paddingResources(
  { WIDTH, ROWS, COLUMNS, FOLD, TOP, BOTTOM, LEFT, RIGHT }: Parameters,
  { paddingCounterLut }: RtlResourceConstants,
): RtlResources {
  const counters = bitsFor(TOP + ROWS + BOTTOM + 1) + bitsFor((LEFT + COLUMNS + RIGHT) * FOLD + 1);
  return logic(WIDTH + paddingCounterLut.value * counters);
}

function windowResources(parameters: Parameters, constants: RtlResourceConstants): RtlResources {
  const { WIDTH } = parameters;
  const { windowAddressLut, windowCounterLut, windowSavedLut, blockRamLut } = constants;
  const { depth, addresses, counterBits } = windowSizes(parameters);
  const addressLuts = windowAddressLut.value * addresses * bitsFor(depth);
  const counters = addressLuts + windowCounterLut.value * counterBits - windowSavedLut.value;
  const [lut, bram18] = [distributedLuts(WIDTH, depth, constants), blockRams(WIDTH, depth, constants)];
  // Yosys counts a memory of LUTs twice, because it is written.
  if (2 * lut > blockRamLut.value * bram18) return { lut: counters, bram18 };
  return logic(counters + lut);
}

/**
 * Words of the buffer; addresses: where words are written and read, and where rows of a kernel, windows, and rows of windows begin, if
 * several do; and bits of the counters of steps, windows, rows of windows and folds.
 */
function windowSizes(parameters: Parameters) {
  const { ROWS, COLUMNS, FOLD, KERNEL_ROWS, KERNEL_COLUMNS, STRIDE_ROWS, STRIDE_COLUMNS } = parameters;
  const { DILATION_ROWS, DILATION_COLUMNS } = parameters;
  const rows = (KERNEL_ROWS - 1) * DILATION_ROWS + 1;
  const columns = (KERNEL_COLUMNS - 1) * DILATION_COLUMNS + 1;
  const [down, across] = [
    Math.floor((ROWS - rows) / STRIDE_ROWS) + 1,
    Math.floor((COLUMNS - columns) / STRIDE_COLUMNS) + 1,
  ];
  const line = COLUMNS * FOLD;
  const longest = Math.max(rows * line, across * KERNEL_ROWS * KERNEL_COLUMNS * FOLD, STRIDE_ROWS * line);
  return {
    depth: Math.min(rows + STRIDE_ROWS, ROWS) * line,
    addresses: 2 + [KERNEL_ROWS, across, down].filter((count) => count > 1).length,
    counterBits: [longest, across, down, FOLD].reduce((sum, most) => sum + bitsFor(most + 1), 0),
  };
}
