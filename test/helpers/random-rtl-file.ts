import fc from 'fast-check';
import { divisors } from '../../sim/nn/divisors.js';
import { Draws, MAX_BEATS } from './random-file-block.js';
import type { RawPipelineFile } from './random-pipeline-file.js';
import { randomRhythm } from './random-rhythm.js';

/** A pipeline file of library rtl before it is checked. */
export type RawRtlFile = Omit<RawPipelineFile, 'library'> & { readonly library: 'rtl'; readonly inputBits: number };

/** An output that nobody takes yet. */
interface End {
  readonly beats: number;
  readonly bits: number;
  readonly fifo?: boolean;
}

type Step = End & { readonly block: Readonly<Record<string, unknown>> & { readonly type: string } };

const MAX_BITS = 48;
const MAX_CYCLES = 512;

/** A feature map whose beats come, with a pixel a beat or, with several folds, less. */
function mapOf(beats: number, draws: Draws, folds: readonly number[]) {
  const fold = draws.pick(folds.filter((each) => beats % each === 0));
  const maps = draws.pick([1, draws.divisorOf(beats / fold)]);
  const pixels = beats / fold / maps;
  const H = draws.divisorOf(pixels);
  return { maps, fold, H, W: pixels / H };
}

function mvtu({ beats, bits }: End, draws: Draws): Step {
  const inputBits = draws.pick(divisors(bits).filter((each) => each <= 8));
  const SIMD = bits / inputBits;
  const sf = draws.divisorOf(beats);
  const [PE, nf] = [draws.upTo(3), draws.upTo(Math.max(1, Math.min(3, Math.floor(MAX_CYCLES / beats))))];
  const outputBits = draws.pick([1, 2, 3]);
  const sizes = { MW: sf * SIMD, MH: nf * PE, PE, SIMD, inputBits, weightBits: draws.upTo(3), outputBits };
  return { block: { type: 'mvtu', ...sizes, seed: draws.upTo(99) }, beats: (beats / sf) * nf, bits: PE * outputBits };
}

/** A matrix that gives so many beats of so many bits for any that come. */
function equalizer({ beats, bits }: End, wanted: End): Step {
  const sizes = { MW: beats * bits, MH: wanted.beats * wanted.bits, PE: wanted.bits, SIMD: bits };
  return { block: { type: 'mvtu', ...sizes, outputBits: 1 }, ...wanted };
}

function swu({ beats, bits }: End, draws: Draws): Step {
  const { maps, fold, H, W } = mapOf(beats, draws, [1, 1, 2, 3]);
  const axis = (length: number) => {
    const kernel = draws.upTo(Math.min(3, length));
    const dilation = draws.upTo(kernel === 1 ? 2 : Math.floor((length - 1) / (kernel - 1)));
    const stride = draws.upTo(draws.pick([Math.min(2, length), length]));
    return { kernel, dilation, stride, windows: Math.floor((length - 1 - (kernel - 1) * dilation) / stride) + 1 };
  };
  const [down, across] = [axis(H), axis(W)];
  const sizes = { H, W, C: fold, SIMD: 1, KH: down.kernel, KW: across.kernel, SH: down.stride, SW: across.stride };
  const words = down.windows * across.windows * down.kernel * across.kernel * fold;
  return { block: { type: 'swu', ...sizes, DH: down.dilation, DW: across.dilation }, beats: maps * words, bits };
}

function maxpool({ beats, bits }: End, draws: Draws): Step {
  const { maps, H, W } = mapOf(beats, draws, [1]);
  const [KH, KW] = [draws.divisorOf(H), draws.divisorOf(W)];
  const each = draws.pick(divisors(bits).filter((width) => width <= 8));
  const block = { type: 'maxpool', H, W, KH, KW, C: bits / each, bits: each };
  return { block, beats: (maps * H * W) / (KH * KW), bits };
}

function thresholding({ beats, bits }: End, draws: Draws): Step | undefined {
  const widths = divisors(bits).filter((width) => width >= 2 && width <= 16);
  if (widths.length === 0) return undefined;
  const inputBits = draws.pick(widths);
  const PE = bits / inputBits;
  const outputBits = draws.upTo(3);
  const block = { type: 'thresholding', C: PE * draws.divisorOf(beats), PE, inputBits, outputBits };
  return { block, beats, bits: PE * outputBits };
}

function fmpadding({ beats, bits }: End, draws: Draws): Step {
  const { maps, fold, H, W } = mapOf(beats, draws, [1, 2]);
  const [padTop, padLeft, padBottom, padRight] = Array.from({ length: 4 }, () => draws.upTo(3) - 1);
  const padded = (H + padTop + padBottom) * (W + padLeft + padRight) * fold;
  const block = { type: 'fmpadding', H, W, C: fold, SIMD: 1, padTop, padLeft, padBottom, padRight };
  return { block, beats: maps * padded, bits };
}

function dwc({ beats, bits }: End, draws: Draws): Step {
  if (draws.pick([false, true])) {
    const ratio = draws.divisorOf(beats);
    return { block: { type: 'dwc', inBits: bits, outBits: bits * ratio }, beats: beats / ratio, bits: bits * ratio };
  }
  const ratio = draws.divisorOf(bits);
  return { block: { type: 'dwc', inBits: bits, outBits: bits / ratio }, beats: beats * ratio, bits: bits / ratio };
}

function fifo({ fifo: isFifo, ...end }: End, draws: Draws): Step | undefined {
  return isFifo === true ? undefined : { block: { type: 'fifo', depth: draws.upTo(9) }, ...end, fifo: true };
}

const UNITS = [mvtu, swu, maxpool, thresholding, fmpadding, dwc, fifo];

const numbers = fc.array(fc.nat(1000), { minLength: 24, maxLength: 24 });
const rhythm = fc.oneof({ withCrossShrink: true }, fc.constant('free'), randomRhythm);

/** Chains of random blocks, some of them around a bypass that has room for a frame. */
export const randomRtlFile: fc.Arbitrary<RawRtlFile> = fc
  .record({
    frames: fc.integer({ min: 1, max: 3 }),
    beats: fc.constantFrom(1, 4, 9, 12, 16, 24, 36),
    inputBits: fc.integer({ min: 1, max: 12 }),
    source: rhythm,
    sink: rhythm,
    draws: fc.array(numbers, { minLength: 1, maxLength: 6 }),
    bypassed: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  })
  .map(({ frames, beats, inputBits, source, sink, draws, bypassed }) => {
    const blocks: Step['block'][] = [];
    let end: End = { beats, bits: inputBits };
    const append = ({ block, ...next }: Step) => {
      blocks.push(block);
      end = next;
    };
    draws.forEach((chosen, index) => {
      const choices = new Draws(chosen);
      if (index !== bypassed) {
        const step = choices.pick(UNITS)(end, choices);
        if (step !== undefined && step.beats <= MAX_BEATS && step.bits <= MAX_BITS) append(step);
        return;
      }
      const before = { beats: end.beats, bits: end.bits };
      append({ block: { type: 'duplicate', name: 'fork', streams: 2 }, ...before });
      append(mvtu(end, choices));
      append({ ...equalizer(end, before), block: { ...equalizer(end, before).block, name: 'inner' } });
      append({ block: { type: 'fifo', name: 'bypass', from: ['fork'], depth: 4 * MAX_BEATS }, ...before });
      append({ block: { type: 'add', from: ['inner', 'bypass'] }, beats: before.beats, bits: before.bits + 1 });
    });
    if (blocks.length === 0) append(fifo(end, new Draws([1]))!);
    const sizes = { inputBeatsPerFrame: beats, outputBeatsPerFrame: end.beats, inputBits };
    return { library: 'rtl', frames, ...sizes, source, sink, blocks };
  });
