import { expect } from 'chai';
import fc from 'fast-check';
import { forEachFinnCase, runFinnCase, STALL_MODES, type StallMode } from '../../helpers/finn-cases.js';
import { beatsOf, type FinnBlock, type SwgBlock } from '../../helpers/finn-registers.js';
import { type FinnFile, wireHandshakes } from '../../helpers/finn-wires.js';
import { runFile } from '../../helpers/pipeline-file.js';
import { randomPipelineFile } from '../../helpers/random-pipeline-file.js';
import { type Rhythm, randomRhythm } from '../../helpers/random-rhythm.js';
import { randomWindows } from '../../helpers/random-windows.js';

const randomSwg = (style: SwgBlock['style']) =>
  randomWindows.map(({ height: H, width: W, channelFold, kernel, stride, dilation, depthwise }): FinnBlock => {
    const [[KH, KW], [SH, SW], [DH, DW]] = [kernel, stride, dilation];
    const anyFold = style === 'default' || depthwise || KH * KW === 1;
    return { type: 'swg', style, depthwise, H, W, C: anyFold ? channelFold : 1, SIMD: 1, KH, KW, SH, SW, DH, DW };
  });

const fold = fc.integer({ min: 1, max: 10 });
const side = fc.integer({ min: 1, max: 4 });
const border = fc.nat(2);
const one = fc.constant(1);

function kind<Type extends FinnBlock['type']>(type: Type) {
  return fc.constant(type);
}

const KINDS: Record<string, fc.Arbitrary<FinnBlock>> = {
  'sliding window': randomSwg('default'),
  'parallel window': randomSwg('parallel'),
  'matrix-vector unit': fc.record({
    type: kind('mvu'),
    core: fc.constantFrom('dsp48-4bit', 'dsp48-8bit', 'dsp58'),
    MW: fold,
    MH: fold,
    PE: one,
    SIMD: one,
  }),
  'width converter that joins': fc.record({ type: kind('dwc'), inBits: one, outBits: fold }),
  'width converter that splits': fc.record({ type: kind('dwc'), inBits: fold, outBits: one }),
  thresholding: fc.record({
    type: kind('thresholding'),
    outputBits: side,
    C: one,
    PE: one,
    deepPipeline: fc.boolean(),
  }),
  FIFO: fc.record({ type: kind('fifo'), depth: fold }),
  padding: fc.record({
    type: kind('fmpadding'),
    H: side,
    W: side,
    C: side,
    SIMD: one,
    padTop: border,
    padLeft: border,
    padBottom: border,
    padRight: border,
  }),
};

type RuledFile = FinnFile & { readonly library: string };

/** A sink that is ready once in many cycles, so that everything before it fills up. */
const slow = fc.integer({ min: 7, max: 30 }).map((modulo): Rhythm => ({ allow: [modulo - 1], modulo }));

const ends = fc.record({
  frames: fc.integer({ min: 1, max: 5 }),
  source: randomRhythm,
  sink: fc.oneof(randomRhythm, slow),
});

function expectRules(file: RuledFile): void {
  const { streams } = runFile(file);
  expect(streams.map(({ handshakes }) => handshakes)).to.deep.equal(wireHandshakes(file));
}

describe('the rules of the hardware, register by register,', () => {
  for (const [what, block] of Object.entries(KINDS)) {
    it(`are those that the ${what} follows, whatever its size and the rhythms`, () => {
      fc.assert(
        fc.property(block, side, ends, (block, passes, rest) => {
          const [inputBeatsPerFrame, outputBeatsPerFrame] = beatsOf(block).map((beats) => passes * beats);
          const beats = { inputBeatsPerFrame, outputBeatsPerFrame };
          expectRules({ library: 'finn', ...beats, ...rest, blocks: [block] });
        }),
        { numRuns: 80 },
      );
    });
  }

  it('are those that whole chains and graphs follow', () => {
    fc.assert(
      fc.property(randomPipelineFile('finn'), (file) => expectRules(file as object as RuledFile)),
      { numRuns: 150 },
    );
  });

  for (const file of ['mvu', 'swg', 'thresholding', 'dwc', 'fifo', 'fmpadding']) {
    forEachFinnCase(file, (finnCase) => {
      const { name, pipeline } = finnCase;
      it(`are those of the RTL for ${pipeline.blocks[0].type} ${name}`, () => {
        for (const [mode, rhythms] of Object.entries(STALL_MODES)) {
          const { streams } = runFinnCase(finnCase, mode as StallMode, 2);
          const rules = wireHandshakes({ ...(pipeline as object as FinnFile), ...rhythms, frames: 2 });
          expect(streams.map(({ handshakes }) => handshakes)).to.deep.equal(rules);
        }
      });
    });
  }
});
