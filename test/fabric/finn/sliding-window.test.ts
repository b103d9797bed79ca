import { expect } from 'chai';
import { bufferDepth, type WindowParameters } from '../../../sim/fabric/finn/sliding-window.js';
import { forEachFinnCase } from '../../helpers/finn-cases.js';

type Block = Readonly<Record<'H' | 'W' | 'C' | 'SIMD' | 'KH' | 'KW' | 'SH' | 'SW' | 'DH' | 'DW', number>> & {
  readonly style?: string;
};

function windows({ H, W, C, SIMD, KH, KW, SH, SW, DH, DW }: Block): WindowParameters {
  return {
    height: H,
    width: W,
    channelFold: C / SIMD,
    kernel: [KH, KW],
    stride: [SH, SW],
    dilation: [DH, DW],
    depthwise: false,
  };
}

describe("the buffer of FINN's sliding window", () => {
  forEachFinnCase('swg', ({ name, params, pipeline }) => {
    const [block] = pipeline.blocks as readonly unknown[] as readonly Block[];
    if (block.style !== 'default') return;
    it(`is as deep as FINN's own for ${name}`, () => {
      expect(bufferDepth(windows(block))).to.equal(params.buffer_depth);
    });
  });

  // facts/finn.md section 2: Bmin + max(0, (Sw-1-K)*CF) + max(0, ((Sh-1)*IW-K)*CF)
  const base = { H: 10, W: 10, C: 2, SIMD: 1, KH: 2, KW: 2, SH: 1, SW: 1, DH: 1, DW: 1 };
  const depths: [what: string, change: Partial<Block>, depth: number][] = [
    ['holds one window and the rows between its first and last element', {}, 24],
    ['holds the rows that dilation skips', { DH: 3, DW: 2 }, 66],
    ['holds what a wide stride skips, but for the cycles that a window takes', { SW: 7 }, 24 + 2 * 2],
    ['holds what a tall stride skips, but for the cycles that a window takes', { SH: 3 }, 24 + 2 * 16],
    ['holds what both skip', { SH: 3, SW: 7 }, 24 + 2 * 2 + 2 * 16],
    ['holds beats, of all channels that SIMD takes at once', { SIMD: 2 }, 12],
  ];
  for (const [what, change, depth] of depths) {
    it(what, () => {
      expect(bufferDepth(windows({ ...base, ...change }))).to.equal(depth);
    });
  }
});
