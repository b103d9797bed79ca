import { addMemories } from './memory.js';
import { MULTIPLEXER_INPUTS } from './mvtu.js';
import type { Usage } from './usage.js';

/** A sliding window: K + S row buffers in block RAM, each a memory of its own, and the multiplexer behind them. */
export function addSlidingWindow(usage: Usage, rows: number, rowWords: number, wordBits: number): void {
  addMemories(usage, rows, rowWords, wordBits, 'block');
  usage.logicLut += wordBits * Math.ceil(rows / MULTIPLEXER_INPUTS);
  usage.blocks++;
}

/** A width converter: the wider word, shifted or filled. */
export function addWidthConverter(usage: Usage, inputBits: number, outputBits: number): void {
  usage.logicLut += Math.max(inputBits, outputBits);
  usage.blocks++;
}

/** The maximum of words, channel by channel: an OR for one bit, else a comparison and a choice for each bit. */
export function addMaximum(usage: Usage, channels: number, bits: number): void {
  usage.logicLut += channels * bits * (bits === 1 ? 1 : 2);
  usage.blocks++;
}

/** A max pool with its row of results. */
export function addMaxPool(usage: Usage, rowWords: number, channels: number, bits: number): void {
  addMemories(usage, 1, rowWords, channels * bits, 'lut');
  addMaximum(usage, channels, bits);
}

/** A stage that passes words on or puts others in their place. */
export function addSelector(usage: Usage, bits: number): void {
  usage.logicLut += bits;
  usage.blocks++;
}
