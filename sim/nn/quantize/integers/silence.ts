import type { FloatMatrixLayer } from '../../float-layers.js';
import { isFloatMatrixLayer } from '../../network.js';
import { clampTo } from '../../output-range.js';
import { requireFloatParameters } from '../../require-parameters.js';
import type { FusedLayer } from './fuse.js';

/** A layer whose weights can be changed. */
interface Draft {
  readonly layer: FloatMatrixLayer;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly bounds: FusedLayer['bounds'];
  /** The layers that read it, where all of them multiply by a matrix; else empty. */
  readonly readers: readonly string[];
}

/**
 * Sets weights to 0 that change no output: of channels that are always 0, in the layers that read them, and of channels that no
 * reader multiplies by anything. Training leaves such channels behind (a MobileNetV2 has 21), and as nothing holds their weights
 * they can be the largest of a layer, so that one scale for all of them would leave the others few bits.
 */
export function silenceChannels(layers: readonly FusedLayer[]): FusedLayer[] {
  const drafts = new Map(layers.flatMap((fused) => draftOf(fused, layers)));
  const withReaders = [...drafts.values()].filter(({ readers }) => readers.length > 0);
  for (const draft of [...withReaders].reverse()) silenceUnheard(draft, readersOf(draft, drafts));
  for (const draft of withReaders) {
    const mute = muteChannels(draft);
    for (const reader of readersOf(draft, drafts)) forgetChannels(reader, mute);
  }
  return layers.map((fused): FusedLayer => {
    const draft = drafts.get(fused.layer.name);
    if (draft === undefined) return fused;
    const { weights, bias, layer } = draft;
    return { ...fused, layer: { ...layer, parameters: layer.biased ? { weights, bias } : { weights } } };
  });
}

function draftOf({ layer, bounds }: FusedLayer, layers: readonly FusedLayer[]): [string, Draft][] {
  if (!isFloatMatrixLayer(layer)) return [];
  const { weights, bias = new Float32Array(layer.mh) } = requireFloatParameters<FloatMatrixLayer>(layer);
  const readers = layers.filter(({ inputs }) => inputs.includes(layer.name));
  const all = readers.every((reader) => isFloatMatrixLayer(reader.layer));
  const names = all ? readers.map((reader) => reader.layer.name) : [];
  return [[layer.name, { layer, weights: weights.slice(), bias: bias.slice(), bounds, readers: names }]];
}

function readersOf({ readers }: Draft, drafts: ReadonlyMap<string, Draft>): Draft[] {
  return readers.map((name) => drafts.get(name)!);
}

function silenceUnheard({ layer: { mw, mh }, weights, bias }: Draft, readers: readonly Draft[]): void {
  const heard = new Set<number>();
  for (const reader of readers) {
    for (let index = 0; index < reader.weights.length; index++) {
      if (reader.weights[index] !== 0) heard.add(channelOf(reader, index));
    }
  }
  for (let row = 0; row < mh; row++) {
    if (heard.has(row)) continue;
    weights.fill(0, row * mw, (row + 1) * mw);
    bias[row] = 0;
  }
}

/** Channels that are 0 whatever the input is. */
function muteChannels({ layer: { mw, mh }, weights, bias, bounds }: Draft): ReadonlySet<number> {
  const [min, max] = bounds ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const rows = Array.from({ length: mh }, (_, row) => row);
  const isMute = (row: number) => {
    if (clampTo({ min, max }, bias[row]) !== 0) return false;
    return weights.subarray(row * mw, (row + 1) * mw).every((weight) => weight === 0);
  };
  return new Set(rows.filter(isMute));
}

function forgetChannels(reader: Draft, mute: ReadonlySet<number>): void {
  if (mute.size === 0) return;
  for (let index = 0; index < reader.weights.length; index++) {
    if (mute.has(channelOf(reader, index))) reader.weights[index] = 0;
  }
}

/** The channel of its input that a layer multiplies by a weight. */
function channelOf({ layer }: Draft, index: number): number {
  const { mw, mh, inputShape } = layer;
  const channels = inputShape[inputShape.length - 1];
  const groups = layer.op === 'floatConvolution' ? layer.groups : 1;
  const ofGroup = channels / groups;
  const group = Math.floor((Math.floor(index / mw) * groups) / mh);
  return group * ofGroup + ((index % mw) % ofGroup);
}
