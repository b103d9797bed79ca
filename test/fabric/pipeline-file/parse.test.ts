import { expect } from 'chai';
import fc from 'fast-check';
import { connect } from '../../../sim/core/index.js';
import { parsePipelineFile } from '../../../sim/fabric/index.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { RTL_FILE } from '../../helpers/rtl-file.js';
import { withinASecond } from '../../helpers/within-a-second.js';

const FINN = `library: finn
frames: 2
inputBeatsPerFrame: 36
outputBeatsPerFrame: 18
source: { allow: [0, 1], modulo: 3 }
blocks:
  - { type: fmpadding, H: 6, W: 6, C: 2, SIMD: 2, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 }
  - { type: swg, H: 8, W: 8, C: 2, KH: 3, KW: 3, SH: 2, SW: 1, SIMD: 2 }
  - { type: mvu, core: dsp58, MW: 18, MH: 4, PE: 2, SIMD: 2 }
  - { type: thresholding, outputBits: 2, C: 4, PE: 2 }
  - { type: dwc, inBits: 4, outBits: 2 }
  - { type: fifo, depth: 4 }
  - { type: dwc, inBits: 2, outBits: 8 }
  - { type: duplicate, name: fork }
  - { type: fifo, name: a, depth: 4 }
  - { type: fifo, name: b, depth: 4, from: [fork] }
  - { type: add, from: [a, b] }
`;

const HLS = `library: hls
inputBeatsPerFrame: 36
outputBeatsPerFrame: 8
sink: free
blocks:
  - { type: swu, K: 2, S: 2, ifmDim: 6, ofmDim: 3, channels: 4, SIMD: 4 }
  - { type: mvtu, MW: 16, MH: 4, PE: 1, SIMD: 4, vectors: 9 }
  - { type: fifo, depth: 8 }
  - { type: maxpool, dim: 6, channels: 1, bits: 1, K: 3 }
  - { type: dwc, inBits: 4, outBits: 2 }
`;

const FINN_TYPES = 'mvu, swg, thresholding, dwc, fmpadding, fifo, duplicate, add';
const FINN_KEYS = 'library, frames, inputBeatsPerFrame, outputBeatsPerFrame, source, sink, blocks';

function parse(text: string) {
  return parsePipelineFile(text, 'f');
}

type Refusal = readonly [what: string, from: string | RegExp, to: string, message: string];

function itRefuses(valid: string, refusals: readonly Refusal[]): void {
  for (const [what, from, to, message] of refusals) {
    it(`refuses ${what}`, () => {
      expect(valid).to.match(typeof from === 'string' ? new RegExp(from.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')) : from);
      expect(inputErrorOf(() => parse(valid.replace(from, to)))).to.equal(message);
    });
  }
}

describe('a pipeline file of library finn', () => {
  it('is read from YAML and from JSON', () => {
    const blocks = [{ type: 'fifo', depth: 2 }];
    const file = { library: 'finn', inputBeatsPerFrame: 1, outputBeatsPerFrame: 1, blocks };
    const { library, wires, pipeline } = parse(JSON.stringify(file));
    expect([library, wires.length, pipeline.frames]).to.deep.equal(['finn', 2, 1]);
    expect(parse(FINN).pipeline.frames).to.equal(2);
  });

  itRefuses(FINN, [
    [
      'an unknown library',
      'library: finn',
      'library: fin',
      'f:1:10: library: found fin, allowed: finn, hls, rtl (did you mean finn?)',
    ],
    ['a missing library', 'library: finn\n', '', 'f:1:1: library: missing, allowed: finn, hls, rtl'],
    [
      'a block of the other library',
      'type: mvu',
      'type: mvtu',
      `f:9:13: blocks.2.type: found mvtu, allowed: ${FINN_TYPES} (did you mean mvu?)`,
    ],
    ['a block without a type', 'type: mvu, ', '', `f:9:5: blocks.2.type: missing, allowed: ${FINN_TYPES}`],
    [
      'an unknown key, naming the nearest',
      'frames: 2',
      'frame: 2',
      `f:2:1: unknown key frame, allowed: ${FINN_KEYS} (did you mean frames?)`,
    ],
    [
      'an unknown key of a block, naming the nearest',
      'depth: 4 }',
      'detph: 4 }',
      'f:12:19: blocks.5: unknown key detph, allowed: type, name, from, depth (did you mean depth?)',
    ],
    ['a missing number', 'inputBeatsPerFrame: 36\n', '', 'f:1:1: inputBeatsPerFrame: missing, expected a number'],
    ['a missing number of a block', 'MW: 18, ', '', 'f:9:5: blocks.2.MW: missing, expected a number'],
    ['no blocks', /blocks:.*/s, 'blocks: []', 'f:6:9: blocks: found a list of 0, allowed: a length of at least 1'],
    ['blocks that are no list', /blocks:.*/s, 'blocks: {}', 'f:6:9: blocks: found a mapping, expected a list'],
    ['an empty text', /.*/s, '', 'f:1:1: found nothing, expected a mapping'],
    ['text that is no mapping', /.*/s, 'finn', 'f:1:1: found finn, expected a mapping'],
  ]);

  describe('with numbers', () => {
    const size = 'f:12:26: blocks.5.depth: found';
    itRefuses(FINN, [
      ['of zero', 'depth: 4', 'depth: 0', `${size} 0, allowed: at least 1`],
      ['below zero', 'depth: 4', 'depth: -3', `${size} -3, allowed: at least 1`],
      ['with a fraction', 'depth: 4', 'depth: 4.5', `${size} 4.5, expected a whole number`],
      ['that are not numbers', 'depth: 4', 'depth: .nan', `${size} NaN, expected a number`],
      ['without an end', 'depth: 4', 'depth: .inf', `${size} Infinity, expected a number`],
      ['written as text', 'depth: 4', 'depth: "4"', `${size} "4", expected a number`],
      ['written as a word', 'depth: 4', 'depth: four', `${size} four, expected a number`],
      ['written as a list', 'depth: 4', 'depth: [4]', `${size} a list of 1, expected a number`],
      ['left out', 'depth: 4', 'depth:', `${size} nothing, expected a number`],
      ['that are too large', 'depth: 4', 'depth: 1048577', `${size} 1048577, allowed: at most 1048576`],
      ['of frames that are none', 'frames: 2', 'frames: 0', 'f:2:9: frames: found 0, allowed: at least 1'],
      ['of padding below zero', 'padTop: 1', 'padTop: -1', 'f:7:59: blocks.0.padTop: found -1, allowed: at least 0'],
      [
        'of bits that no thresholding gives',
        'outputBits: 2',
        'outputBits: 25',
        'f:10:39: blocks.3.outputBits: found 25, allowed: at most 24',
      ],
    ]);
  });

  describe('with a folding', () => {
    itRefuses(FINN, [
      [
        'of SIMD that does not divide the columns',
        'PE: 2, SIMD: 2',
        'PE: 2, SIMD: 4',
        'f:9:59: blocks.2.SIMD: SIMD=4 does not divide MW=18; try 3 or 6',
      ],
      [
        'of PE that does not divide the rows',
        'PE: 2, SIMD',
        'PE: 3, SIMD',
        'f:9:50: blocks.2.PE: PE=3 does not divide MH=4; try 2 or 4',
      ],
      [
        'of a thresholding whose PE does not divide the channels',
        'C: 4, PE: 2',
        'C: 4, PE: 3',
        'f:10:52: blocks.3.PE: PE=3 does not divide C=4',
      ],
      [
        'of a padding whose SIMD does not divide the channels',
        'C: 2, SIMD: 2, pad',
        'C: 2, SIMD: 4, pad',
        'f:7:48: blocks.0.SIMD: SIMD=4 does not divide C=2',
      ],
      [
        'of windows whose SIMD does not divide the channels',
        'SW: 1, SIMD: 2',
        'SW: 1, SIMD: 4',
        'f:8:70: blocks.1.SIMD: SIMD=4 does not divide C=2',
      ],
      [
        'onto a core that there is not',
        'core: dsp58',
        'core: dsp48',
        'f:9:24: blocks.2.core: found dsp48, allowed: dsp48-4bit, dsp48-8bit, dsp58 (did you mean dsp58?)',
      ],
    ]);
  });

  describe('with widths', () => {
    itRefuses(FINN, [
      [
        'whose ratio is no whole number',
        'inBits: 4, outBits: 2',
        'inBits: 4, outBits: 3',
        'f:11:38: blocks.4.outBits: found 4 to 3 bits, allowed: one a multiple of the other',
      ],
      [
        'that differ between two converters',
        'inBits: 2, outBits: 8',
        'inBits: 4, outBits: 8',
        'f:13:26: blocks.6.inBits: found 4, expected 2, the width that comes in',
      ],
    ]);
  });

  describe('with windows', () => {
    itRefuses(FINN, [
      ['that are too high', 'KH: 3', 'KH: 9', 'f:8:40: blocks.1.KH: a window 9 high does not fit H=8'],
      ['that are too wide', 'KW: 3', 'KW: 9', 'f:8:47: blocks.1.KW: a window 9 wide does not fit W=8'],
      [
        'that dilation makes too high',
        'KH: 3',
        'DH: 4, KH: 3',
        'f:8:47: blocks.1.KH: a window 9 high does not fit H=8',
      ],
      [
        'whose stride is larger than the map is high',
        'SH: 2',
        'SH: 9',
        'f:8:54: blocks.1.SH: found the stride 9, allowed: at most H=8',
      ],
      [
        'whose stride is larger than the map is wide',
        'SW: 1',
        'SW: 9',
        'f:8:61: blocks.1.SW: found the stride 9, allowed: at most W=8',
      ],
      [
        'that are parallel and dense, but only for some channels',
        'H: 8, W: 8, C: 2,',
        'style: parallel, H: 8, W: 8, C: 4,',
        'f:8:87: blocks.1.SIMD: found 2, allowed in style parallel: C=4, depthwise, or a kernel of 1 x 1',
      ],
      [
        'of an unknown style',
        'type: swg,',
        'type: swg, style: paralel,',
        'f:8:25: blocks.1.style: found paralel, allowed: default, parallel (did you mean parallel?)',
      ],
      [
        'that are depthwise in other words',
        'type: swg,',
        'type: swg, depthwise: yes,',
        'f:8:29: blocks.1.depthwise: found yes, expected true or false',
      ],
    ]);
  });

  describe('with beats', () => {
    itRefuses(FINN, [
      [
        'that are no whole number of maps',
        'inputBeatsPerFrame: 36',
        'inputBeatsPerFrame: 35',
        'f:7:5: blocks.0: fmpadding0 is given 35 beats a frame, allowed: a multiple of 36',
      ],
      [
        'that do not fit the map of the next block',
        'H: 8, W: 8',
        'H: 7, W: 8',
        'f:8:5: blocks.1: swg1 is given 64 beats a frame, allowed: a multiple of 56',
      ],
      [
        'that are no whole number of vectors',
        'MW: 18',
        'MW: 20',
        'f:9:5: blocks.2: mvu2 is given 162 beats a frame, allowed: a multiple of 10',
      ],
      [
        'of the sink that differ from those of the last block',
        'outputBeatsPerFrame: 18',
        'outputBeatsPerFrame: 17',
        'f:4:22: outputBeatsPerFrame: found 17, expected 18, what add10 gives',
      ],
      [
        'that are not equal where they are added',
        '{ type: fifo, name: a, depth: 4 }',
        '{ type: dwc, name: a, inBits: 8, outBits: 4 }',
        'f:17:5: blocks.10: add10 takes streams of 36 and 18 beats a frame, expected equal ones',
      ],
    ]);
  });

  describe('with streams', () => {
    const before = 'allowed: source, fmpadding0, swg1, mvu2, thresholding3, dwc4, fifo5, dwc6, fork, a';
    itRefuses(FINN, [
      [
        'that nobody takes',
        '{ type: add, from: [a, b] }',
        '{ type: fifo, depth: 2 }',
        'f:15:5: blocks.8: a has a dangling end: 0 of its 1 outputs are taken',
      ],
      [
        'of a duplicate that nobody takes',
        'name: fork',
        'name: fork, streams: 3',
        'f:14:5: blocks.7: fork has a dangling end: 2 of its 3 outputs are taken',
      ],
      [
        'that are taken twice',
        'from: [a, b]',
        'from: [a, a]',
        'f:17:28: blocks.10.from.1: the output of a is taken already; a duplicate has an output for each',
      ],
      [
        'of a duplicate that are taken more often than there are',
        'from: [a, b]',
        'from: [a, fork]',
        'f:17:28: blocks.10.from.1: all 2 outputs of fork are taken already; a duplicate has an output for each',
      ],
      [
        'of a duplicate at the end, but for the one to the sink',
        /$/,
        '  - { type: fifo, depth: 2, from: [add10] }\n  - { type: duplicate, from: [fifo11] }\n',
        'f:19:5: blocks.12: duplicate12 has a dangling end: 1 of its 2 outputs are taken',
      ],
      [
        'of an unknown block',
        'from: [a, b]',
        'from: [a, c]',
        `f:17:28: blocks.10.from.1: no block c before this one, ${before}, b`,
      ],
      [
        'of a later block',
        'from: [fork]',
        'from: [add10]',
        `f:16:45: blocks.9.from.0: no block add10 before this one, ${before}`,
      ],
      [
        'of the block itself',
        'from: [fork]',
        'from: [b]',
        `f:16:45: blocks.9.from.0: no block b before this one, ${before}`,
      ],
      [
        'too few for an add',
        'add, from: [a, b]',
        'add, streams: 3, from: [a, b]',
        'f:17:36: blocks.10.from: add10 takes 2 streams, expected 3',
      ],
      [
        'of the block before alone for an add',
        'add, from: [a, b]',
        'add',
        'f:17:5: blocks.10: add10 takes 1 stream, expected 2',
      ],
      [
        'too many for a FIFO',
        'from: [fork]',
        'from: [fork, a]',
        'f:16:44: blocks.9.from: b takes 2 streams, expected 1',
      ],
      [
        'of no block',
        'from: [fork]',
        'from: []',
        'f:16:44: blocks.9.from: found a list of 0, allowed: a length of at least 1',
      ],
      ['that are no list', 'from: [fork]', 'from: fork', 'f:16:44: blocks.9.from: found fork, expected a list'],
      [
        'one for a duplicate',
        'name: fork',
        'name: fork, streams: 1',
        'f:14:45: blocks.7.streams: found 1, allowed: at least 2',
      ],
    ]);
  });

  describe('with names', () => {
    itRefuses(FINN, [
      ['of two blocks', 'name: b', 'name: a', 'f:16:25: blocks.9.name: two blocks are named a'],
      ['that another has by its place', 'name: b', 'name: fifo5', 'f:16:25: blocks.9.name: two blocks are named fifo5'],
      ['that the source has', 'name: b', 'name: source', 'f:16:25: blocks.9.name: the name source is taken'],
      ['that the sink has', 'name: b', 'name: sink', 'f:16:25: blocks.9.name: the name sink is taken'],
      [
        'that are none',
        'name: b',
        'name: "a b"',
        'f:16:25: blocks.9.name: found "a b", allowed: up to 64 letters, digits, "_" and "-"',
      ],
    ]);
  });

  describe('with rhythms', () => {
    itRefuses(FINN, [
      [
        'whose cycles reach the modulo',
        'modulo: 3',
        'modulo: 1',
        'f:5:22: source.allow.1: found 1, allowed: less than the modulo, 1',
      ],
      [
        'without a cycle',
        'allow: [0, 1]',
        'allow: []',
        'f:5:18: source.allow: found a list of 0, allowed: a length of at least 1',
      ],
      [
        'of a cycle below zero',
        'allow: [0, 1]',
        'allow: [-1]',
        'f:5:19: source.allow.0: found -1, allowed: at least 0',
      ],
      ['of one cycle that is no list', 'allow: [0, 1]', 'allow: 0', 'f:5:18: source.allow: found 0, expected a list'],
      ['without a modulo', ', modulo: 3', '', 'f:5:9: source.modulo: missing, expected a number'],
      ['with a modulo of zero', 'modulo: 3', 'modulo: 0', 'f:5:34: source.modulo: found 0, allowed: at least 1'],
      [
        'with an unknown key',
        'modulo: 3',
        'module: 3',
        'f:5:26: source: unknown key module, allowed: allow, modulo (did you mean modulo?)',
      ],
      [
        'of an unknown name',
        /source: .*/,
        'source: fre',
        'f:5:9: source: found fre, allowed: free, or { allow: [cycle, ...], modulo: n }',
      ],
    ]);
  });
});

describe('a pipeline file of library hls', () => {
  it('is read', () => {
    expect(parse(HLS).library).to.equal('hls');
  });

  itRefuses(HLS, [
    [
      'a block of the other library',
      'type: swu',
      'type: swg',
      'f:6:13: blocks.0.type: found swg, allowed: mvtu, swu, maxpool, dwc, fifo, duplicate, add (did you mean swu?)',
    ],
    [
      'a stride that does not divide the kernel',
      'K: 2, S: 2',
      'K: 3, S: 2',
      'f:6:27: blocks.0.S: found kernel 3 with stride 2, allowed: a stride that divides the kernel',
    ],
    [
      'a stride larger than the kernel',
      'S: 2',
      'S: 4',
      'f:6:27: blocks.0.S: found kernel 2 with stride 4, allowed: a stride that divides the kernel',
    ],
    [
      'a map that the windows do not cover',
      'ofmDim: 3',
      'ofmDim: 4',
      'f:6:38: blocks.0.ifmDim: found an input side of 6, allowed: 8, what 4 windows of 2 with stride 2 cover',
    ],
    [
      'SIMD that does not divide the channels',
      'channels: 4',
      'channels: 6',
      'f:6:71: blocks.0.SIMD: found SIMD 4, allowed: a divisor of the 6 channels',
    ],
    [
      'PE that does not divide the rows',
      'PE: 1',
      'PE: 3',
      'f:7:38: blocks.1.PE: PE=3 does not divide MH=4; try 2 or 4',
    ],
    [
      'SIMD that does not divide the columns',
      'SIMD: 4, vec',
      'SIMD: 5, vec',
      'f:7:47: blocks.1.SIMD: SIMD=5 does not divide MW=16; try 4 or 8',
    ],
    [
      'vectors that do not come',
      'vectors: 9',
      'vectors: 8',
      'f:7:5: blocks.1: mvtu1 is given 36 beats a frame, allowed: a multiple of 32',
    ],
    [
      'a pool that does not divide the map',
      'K: 3',
      'K: 4',
      'f:9:27: blocks.3.dim: found an input side of 6, allowed: a multiple of the kernel, 4',
    ],
    [
      'a width whose ratio is no whole number',
      'outBits: 2',
      'outBits: 3',
      'f:10:38: blocks.4.outBits: found 4 to 3 bits, allowed: one a multiple of the other',
    ],
    ['a depth of none', 'vectors: 9', 'vectors: 9, depth: 0', 'f:7:69: blocks.1.depth: found 0, allowed: at least 1'],
    [
      'two FIFOs in a row',
      'depth: 8 }',
      'depth: 8 }\n  - { type: fifo, depth: 8 }',
      'f:9:5: blocks.3: fifo3 follows a FIFO, and two are one: give one with the depth of both',
    ],
  ]);
});

describe('pipeline files that are too large', () => {
  const MOST = 2 ** 24;
  const ends = (beats: number, out = beats) => ({ inputBeatsPerFrame: beats, outputBeatsPerFrame: out });
  const window = { type: 'swg', C: 1, SIMD: 1 };
  const map = { type: 'fmpadding', H: 1, W: 1, C: 1, SIMD: 1 };
  const gather = (beats: number) => ({ type: 'mvu', core: 'dsp58', MW: beats, MH: 1, PE: 1, SIMD: 1 });
  const matrix = { MW: 65536, MH: 65536, PE: 1, SIMD: 1 };
  const huge: [what: string, file: object, message: string][] = [
    [
      'a window as large as the largest map',
      { library: 'finn', ...ends(MOST), blocks: [{ ...window, H: 65536, W: 65536, KH: 65536, KW: 65536 }] },
      'swg0 is given 16777216 beats a frame, allowed: a multiple of 4294967296',
    ],
    [
      'windows with too many elements',
      {
        library: 'finn',
        ...ends(2 ** 16, 129 * 129),
        blocks: [{ ...window, H: 256, W: 256, KH: 128, KW: 128 }, gather(2 ** 14)],
      },
      'swg0 moves 272646144 beats a frame, allowed: at most 16777216',
    ],
    [
      'the widest border',
      { library: 'finn', ...ends(1, 2 ** 16), blocks: [{ ...map, padTop: 65535, padLeft: 65535 }, gather(2 ** 16)] },
      'fmpadding0 moves 4294967296 beats a frame, allowed: at most 16777216',
    ],
    [
      'a width converter that splits too much',
      {
        library: 'finn',
        ...ends(2 ** 20),
        blocks: [
          { type: 'dwc', inBits: 16384, outBits: 1 },
          { type: 'dwc', inBits: 1, outBits: 16384 },
        ],
      },
      'dwc0 moves 17179869184 beats a frame, allowed: at most 16777216',
    ],
    [
      'a matrix that takes too long for a vector',
      { library: 'finn', ...ends(65536), blocks: [{ type: 'mvu', core: 'dsp58', ...matrix }] },
      'blocks.0.PE: a vector takes 4294967296 cycles, allowed: at most 16777216',
    ],
    [
      'a matrix of library hls that takes too long for a vector',
      { library: 'hls', ...ends(65536), blocks: [{ type: 'mvtu', ...matrix }] },
      'blocks.0.PE: a vector takes 4294967296 cycles, allowed: at most 16777216',
    ],
    [
      'a matrix that repeats too many vectors',
      {
        library: 'finn',
        ...ends(2 ** 16),
        blocks: [{ type: 'mvu', core: 'dsp58', MW: 512, MH: 512, PE: 1, SIMD: 1 }],
      },
      'mvu0 moves 33619968 beats a frame, allowed: at most 16777216',
    ],
    [
      'windows of library hls on the largest map',
      {
        library: 'hls',
        ...ends(MOST),
        blocks: [{ type: 'swu', K: 65536, ifmDim: 65536, ofmDim: 1, channels: 65536, SIMD: 1 }],
      },
      'swu0 is given 16777216 beats a frame, allowed: a multiple of 281474976710656',
    ],
    [
      'too many frames',
      { library: 'finn', frames: 2 ** 20, ...ends(16), blocks: [{ type: 'fifo', depth: 2 }] },
      'frames: found 1048576 of 32 beats on all streams, allowed: at most 16777216 beats in all',
    ],
    [
      'too many outputs',
      {
        library: 'finn',
        frames: 2 ** 18,
        ...ends(16),
        blocks: [
          { type: 'duplicate', streams: 16 },
          { type: 'add', streams: 16, from: Array(16).fill('duplicate0') },
        ],
      },
      'frames: found 262144 of 288 beats on all streams, allowed: at most 16777216 beats in all',
    ],
    [
      'FIFOs that are too large together',
      { library: 'finn', ...ends(1), blocks: Array(5).fill({ type: 'fifo', depth: 2 ** 20 }) },
      'blocks: FIFOs of 5242880 beats in all, allowed: at most 4194304',
    ],
  ];
  for (const [what, file, message] of huge) {
    it(`are refused at once: ${what}`, () => {
      const before = process.memoryUsage().rss;
      withinASecond(() => {
        expect(inputErrorOf(() => parse(JSON.stringify(file)))).to.include(message);
      });
      expect(process.memoryUsage().rss - before).to.be.lessThan(2 ** 26);
    });
  }
});

describe('pipeline files of any text', () => {
  const number = fc.oneof(
    fc.integer({ min: -1, max: 9 }),
    fc.integer({ min: 0, max: 2 ** 25 }),
    fc.constantFrom('.nan', '.inf', '1e308', '0x10', '1.5', '"3"', 'x', '', '[1]', '{}', 'null', '~'),
  );
  const texts = [FINN, HLS, RTL_FILE].map((valid) => ({ valid, numbers: [...valid.matchAll(/\b\d+\b/g)] }));
  const renumbered = fc
    .constantFrom(...texts)
    .chain(({ valid, numbers }) => fc.record({ valid: fc.constant(valid), place: fc.constantFrom(...numbers), number }))
    .map(({ valid, place, number }) => {
      const end = place.index + place[0].length;
      return `${valid.slice(0, place.index)}${number}${valid.slice(end)}`;
    });
  const overwritten = fc
    .constantFrom(FINN, HLS, RTL_FILE)
    .chain((valid) => mutated(new TextEncoder().encode(valid)))
    .map((bytes) => new TextDecoder().decode(bytes));

  for (const [what, text] of [
    ['another number', renumbered],
    ['bytes overwritten, inserted or cut', overwritten],
  ] as const) {
    it(`are sound or refused in one line, with ${what}`, () => {
      fc.assert(
        fc.property(text, (changed) => {
          expectOnlyInputErrors(() => connect(parse(changed).pipeline));
        }),
        { numRuns: 500 },
      );
    });
  }
});
