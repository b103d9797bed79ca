import { addPowerOfTwo, averageFactor, moved, requantizePowerOfTwo } from '../../nn/power-of-two.js';
import { ACTIVATIONS, type InstructionOf, POOL_TYPES } from '../isa/instruction-set.js';
import type { CoreMemory } from './core-memory.js';
import { BankWindows } from './windows.js';

const INT8 = { min: -128, max: 127 };
/** Field `shiftBias` is one more than what the bias is shifted by; half of a sum's lowest bit is kept. (facts/dpu.md section 5.3) */
const HALF_BIT = 1;
/** Fields of shifts: from these values on to the right. (facts/dpu.md section 5.3) */
const POOL_RIGHT = 8;
const ADD_RIGHT = 16;
/** What ReLU6 clamps to: 6 at fix position 4. (facts/dpu.md section 5.3) */
const RELU6 = 96;

type Sums = Pick<InstructionOf<'CONVINIT'>, 'shiftCut' | 'shiftBias' | 'activation'>;

/** CONV: a tile of rows of one group of output channels. */
export function executeConv(memory: CoreMemory, state: InstructionOf<'CONVINIT'>, conv: InstructionOf<'CONV'>): void {
  const { banks, perEntry, parameterBanks } = memory;
  const windows = new BankWindows(memory, state, conv);
  const { weightAddress, channelGroups, biasAddress } = conv;
  const finish = finisher(state);
  windows.forEachOutput(1, (y, x, _, entry) => {
    for (let lane = 0; lane < entry.length; lane++) {
      const weights = banks[parameterBanks.conv + lane];
      let sum = 0;
      for (let group = 0; group < channelGroups; group++) {
        windows.visit(y, x, group, (tap, bank, byte) => {
          const from = (weightAddress + tap * channelGroups + group) * perEntry;
          for (let channel = 0; channel < perEntry; channel++) sum += bank[byte + channel] * weights[from + channel];
        });
      }
      entry[lane] = finish(sum, banks[parameterBanks.bias][biasAddress * perEntry + lane]);
    }
  });
}

/** DPTWISE: some rows of groups of channels, each channel with a kernel of its own. */
export function executeDepthwise(
  memory: CoreMemory,
  state: InstructionOf<'DWINIT'>,
  depthwise: InstructionOf<'DPTWISE'>,
): void {
  const { banks, perEntry, parameterBanks } = memory;
  const windows = new BankWindows(memory, state, depthwise);
  const weights = banks[parameterBanks.depthwise];
  const taps = state.kernelHeight * state.kernelWidth;
  const finish = finisher(state);
  windows.forEachOutput(depthwise.channelGroups, (y, x, group, entry) => {
    const sums = new Float64Array(perEntry);
    windows.visit(y, x, group, (tap, bank, byte) => {
      const from = (depthwise.weightAddress + group * taps + tap) * perEntry;
      for (let lane = 0; lane < perEntry; lane++) sums[lane] += bank[byte + lane] * weights[from + lane];
    });
    const bias = (depthwise.biasAddress + group) * perEntry;
    for (let lane = 0; lane < perEntry; lane++) {
      entry[lane] = finish(sums[lane], banks[parameterBanks.bias][bias + lane]);
    }
  });
}

/** POOL: some rows of groups of channels. */
export function executePool(memory: CoreMemory, state: InstructionOf<'POOLINIT'>, pool: InstructionOf<'POOL'>): void {
  const windows = new BankWindows(memory, { ...state, dilationHeight: 1, dilationWidth: 1 }, pool);
  const isMax = state.poolType === POOL_TYPES.max;
  const shift = state.shiftCut < POOL_RIGHT ? state.shiftCut : POOL_RIGHT - state.shiftCut;
  const factor = isMax ? { multiplier: 1, shift: 0 } : averageFactor([state.kernelHeight, state.kernelWidth]);
  windows.forEachOutput(pool.channelGroups, (y, x, group, entry) => {
    const found = new Float64Array(memory.perEntry).fill(isMax ? INT8.min : 0);
    windows.visit(y, x, group, (_, bank, byte) => {
      for (let lane = 0; lane < found.length; lane++) {
        found[lane] = isMax ? Math.max(found[lane], bank[byte + lane]) : found[lane] + bank[byte + lane];
      }
    });
    for (let lane = 0; lane < found.length; lane++) {
      entry[lane] = moved(found[lane] * factor.multiplier, shift - factor.shift, INT8);
    }
  });
}

/** ELEW: the sum of a row of two tensors. */
export function executeAdd(memory: CoreMemory, state: InstructionOf<'ELEWINIT'>, add: InstructionOf<'ELEW'>): void {
  const { banks, perEntry } = memory;
  const { shiftRead0, shiftRead1, shiftWrite } = state;
  const write = shiftWrite < ADD_RIGHT ? shiftWrite : ADD_RIGHT - shiftWrite;
  const shifts = { read: [shiftRead0, shiftRead1], write } as const;
  const range = rangeOf(state.activation);
  const [a, b, output] = [banks[add.bankIn0], banks[add.bankIn1], banks[add.bankOut]];
  for (let x = 0; x < add.length; x++) {
    const fromA = (add.inAddress0 + x * state.jumpRead0) * perEntry;
    const fromB = (add.inAddress1 + x * state.jumpRead1) * perEntry;
    const to = (add.outAddress + x * state.jumpWrite) * perEntry;
    for (let byte = 0; byte < add.channelGroups * perEntry; byte++) {
      output[to + byte] = addPowerOfTwo(a[fromA + byte], b[fromB + byte], shifts, range);
    }
  }
}

/** From a sum of products and its bias to an output. */
function finisher({ shiftCut, shiftBias, activation }: Sums): (sum: number, bias: number) => number {
  const leaky = activation === ACTIVATIONS.leakyRelu;
  const rule = { rule: 'powerOfTwo', shift: shiftCut, biasShift: shiftBias - HALF_BIT, leaky } as const;
  const range = rangeOf(activation);
  return (sum, bias) => requantizePowerOfTwo(sum, bias, rule, range);
}

function rangeOf(activation: number): typeof INT8 {
  if (activation === ACTIVATIONS.relu) return { ...INT8, min: 0 };
  return activation === ACTIVATIONS.relu6 ? { min: 0, max: RELU6 } : INT8;
}
