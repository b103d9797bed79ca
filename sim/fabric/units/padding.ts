import type { Block } from '../../core/pipeline.js';
import type { Padding } from '../../nn/network.js';
import { hlsUnit, series, type UnitParameters } from './unit.js';

/** A feature map of H x W pixels that is padded; a pixel takes C / SIMD words. */
export interface PaddingShape {
  readonly height: number;
  readonly width: number;
  readonly channelFold: number;
  readonly padding: Padding;
}

export interface PaddingParameters extends UnitParameters, PaddingShape {
  readonly depthCycles: number;
}

/** Words of a padded feature map. */
export function paddedWords({ height, width, channelFold, padding }: PaddingShape): number {
  return (height + padding.top + padding.bottom) * (width + padding.left + padding.right) * channelFold;
}

/** The words of a padded map that come from the input. */
export function insideWords({ height, width, channelFold, padding }: PaddingShape): Int32Array {
  const rowWords = (width + padding.left + padding.right) * channelFold;
  return series(height * width * channelFold, (word) => {
    const row = Math.floor(word / (width * channelFold));
    return (row + padding.top) * rowWords + padding.left * channelFold + (word % (width * channelFold));
  });
}

/** Puts codes 0 around a feature map: an iteration for each word of the padded map, which reads where that comes from the input. */
export function padding(parameters: PaddingParameters): Block {
  const { frames, depthCycles } = parameters;
  const iterationsPerRound = paddedWords(parameters);
  const reads = insideWords(parameters);
  return hlsUnit(
    'padding',
    parameters,
    { rounds: frames, iterationsPerRound, depthCycles, reads, writes: series(iterationsPerRound) },
    () => ({ iterate: (_loop, _iteration, [word = 0n]) => [word] }),
  );
}
