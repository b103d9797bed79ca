import { expect } from 'chai';
import fc from 'fast-check';
import { readText } from '../../../../sim/core/input/file.js';
import { type EstimatedOp, estimateOps } from '../../../../sim/fabric/index.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../../helpers/input-error.js';
import { mutated } from '../../../helpers/mutated.js';
import { sharedData } from '../../../helpers/shared-data.js';

type Parameters = Readonly<Record<string, unknown>>;

/** The keys of data/finn/estimates.json by ours. */
const PUBLISHED: readonly [key: keyof EstimatedOp, published: string][] = [
  ['cycles', 'get_exp_cycles'],
  ['lut', 'lut_estimation'],
  ['bram18', 'bram_estimation'],
  ['uram', 'uram_estimation'],
  ['bramEfficiency', 'bram_efficiency_estimation'],
  ['uramEfficiency', 'uram_efficiency_estimation'],
  ['bufferDepth', 'buffer_depth'],
  ['dsp', 'dsp_xc7z020clg400-1'],
  ['dsp', 'dsp_xczu7ev-ffvc1156-2-e'],
  ['dsp58', 'dsp_xcvc1902-vsva2197-2MP-e-S'],
];

const MVAU = {
  MW: 8,
  MH: 8,
  PE: 2,
  SIMD: 4,
  inputDataType: 'INT4',
  weightDataType: 'INT4',
  outputDataType: 'UINT2',
  accDataType: 'INT16',
};
const VVAU = {
  Channels: 64,
  Kernel: [3, 3],
  Dim: [5, 5],
  PE: 4,
  SIMD: 3,
  inputDataType: 'UINT4',
  weightDataType: 'INT4',
  outputDataType: 'UINT4',
};
const SWG = {
  IFMChannels: 64,
  ConvKernelDim: [3, 3],
  IFMDim: [160, 160],
  OFMDim: [158, 158],
  SIMD: 1,
  inputDataType: 'INT8',
};
const ROW = {
  IFMChannels: 4,
  ConvKernelDim: [3, 1],
  IFMDim: [16, 1],
  OFMDim: [7, 1],
  SIMD: 2,
  Stride: [2, 1],
  depthwise: 1,
  inputDataType: 'INT4',
};
const FIFO = { depth: 600, folded_shape: [1, 9, 64], dataType: 'BINARY', impl_style: 'vivado' };
const THRESHOLDING = {
  NumChannels: 512,
  PE: 1,
  inputDataType: 'INT12',
  weightDataType: 'INT9',
  outputDataType: 'UINT3',
  numInputVectors: [1, 2, 2],
};

function listOf(op: string, params: Parameters): string {
  return JSON.stringify([{ op, params }]);
}

describe('the estimators of FINN', () => {
  it('give what FINN gives, on every case of the sample', function () {
    const file = sharedData(this, 'finn/estimates.json');
    const { cases } = JSON.parse(readText(file));
    const ops = estimateOps(readText(file), file);
    expect(ops).to.have.length(cases.length);
    for (const [index, { op, params, ...expected }] of cases.entries()) {
      for (const [key, published] of PUBLISHED) {
        if (expected[published] === undefined) continue;
        expect(ops[index][key], `${key} of ${op} ${JSON.stringify(params)}`).to.equal(expected[published]);
      }
    }
  });

  // Each by hand from facts/finn.md sections 1 to 3.
  const byHand: [what: string, op: string, params: Parameters, expected: Partial<EstimatedOp>][] = [
    [
      'thresholds of an HLS MVAU in LUTs, external weights',
      'MVAU_hls',
      { ...MVAU, mem_mode: 'external', ram_style_thresholds: 'distributed' },
      { cycles: 8, lut: 803, bram18: 0, uram: 0, dsp: 0 },
    ],
    [
      'weights of an HLS MVAU in LUTs',
      'MVAU_hls',
      { ...MVAU, ram_style: 'distributed', ram_style_thresholds: 'distributed' },
      { lut: 835, bram18: 0 },
    ],
    [
      'multipliers of an HLS MVAU in DSPs',
      'MVAU_hls',
      { ...MVAU, mem_mode: 'external', resType: 'dsp', ram_style_thresholds: 'distributed' },
      { lut: 592, dsp: 8, dsp58: 8 },
    ],
    ['vectors of a frame', 'MVAU_hls', { ...MVAU, numInputVectors: [1, 3, 5] }, { cycles: 120 }],
    ['an RTL MVAU', 'MVAU_rtl', { ...MVAU, MW: 7, MH: 6, SIMD: 7, PE: 6 }, { lut: 0, dsp: 14, dsp58: 18 }],
    ['a shallow VVAU', 'VVAU_hls', VVAU, { cycles: 1200, bram18: 0, bramEfficiency: 1 }],
    ['a VVAU in block RAM', 'VVAU_hls', { ...VVAU, ram_style: 'block' }, { bram18: 2, bramEfficiency: 0.0625 }],
    ['an RTL VVAU', 'VVAU_rtl', { ...VVAU, SIMD: 9 }, { dsp: 12, dsp58: 12, lut: 0 }],
    [
      'a cascade whose last part is less deep',
      'ConvolutionInputGenerator_rtl',
      SWG,
      { bufferDepth: 20672, bram18: 12 },
    ],
    ['the same in URAM', 'ConvolutionInputGenerator_rtl', { ...SWG, ram_style: 'ultra' }, { bram18: 0, uram: 6 }],
    ['a column of pixels', 'ConvolutionInputGenerator_rtl', ROW, { cycles: 46, bufferDepth: 6, bram18: 1 }],
    [
      'a column in parallel, without line buffers',
      'ConvolutionInputGenerator_rtl',
      { ...ROW, parallel_window: 1 },
      { cycles: 34, bram18: 0 },
    ],
    ['a FIFO of Vivado', 'StreamingFIFO_rtl', FIFO, { lut: 20, bram18: 0, uram: 0, cycles: 0 }],
    [
      'one in block RAM',
      'StreamingFIFO_rtl',
      { ...FIFO, ram_style: 'block' },
      { lut: 20, bram18: 4, bramEfficiency: 8 / 9 },
    ],
    ['one in URAM', 'StreamingFIFO_rtl', { ...FIFO, ram_style: 'ultra' }, { lut: 20, uram: 1 }],
    ['one in LUTs', 'StreamingFIFO_rtl', { ...FIFO, ram_style: 'distributed' }, { lut: 1044 }],
    [
      'a converter over the least common multiple',
      'StreamingDataWidthConverter',
      { inWidth: 24, outWidth: 16 },
      { lut: 67 },
    ],
    ['a converter that only goes down', 'StreamingDataWidthConverter_hls', { inWidth: 64, outWidth: 8 }, { lut: 11 }],
    ['levels of thresholds in RTL', 'Thresholding_rtl', THRESHOLDING, { cycles: 2048, lut: 216, bram18: 1, uram: 0 }],
    [
      'levels from a depth on in URAM',
      'Thresholding_rtl',
      { ...THRESHOLDING, depth_trigger_bram: 1024, depth_trigger_uram: 2048 },
      { lut: 72, bram18: 1, uram: 1 },
    ],
    [
      'thresholds in HLS in block RAM',
      'Thresholding_hls',
      { ...THRESHOLDING, ram_style: 'block' },
      { lut: 12, bram18: 1, cycles: 2048 },
    ],
    ['a single word of thresholds', 'Thresholding_hls', { ...THRESHOLDING, NumChannels: 1 }, { lut: 12, bram18: 0 }],
  ];
  for (const [what, op, params, expected] of byHand) {
    it(`count ${what}`, () => {
      const [estimated] = estimateOps(listOf(op, params), 'ops.json');
      expect(estimated).to.include({ op, name: `${op}_0`, ...expected });
    });
  }

  it('read a plain list, one under cases, and names', () => {
    const yaml =
      '- { op: StreamingDataWidthConverter, params: { inWidth: 4, outWidth: 8 }, name: dwc, lut_estimation: 1 }';
    const [plain] = estimateOps(yaml, 'ops.yaml');
    expect(plain).to.include({ name: 'dwc', lut: 9 });
    expect(estimateOps(`source: here\ncases:\n${yaml}`, 'ops.yaml')).to.deep.equal([plain]);
  });

  const refused: [what: string, text: string, message: string | RegExp][] = [
    [
      'an unknown op',
      '- op: MVAU_hlx\n  params: {}',
      /^f:1:7: 0\.op: found MVAU_hlx, allowed: .* \(did you mean MVAU_hls\?\)$/,
    ],
    ['no op', '- params: {}', /^f:1:3: 0\.op: missing, allowed: MVAU_hls, /],
    ['no parameters', '- op: MVAU_hls', 'f:1:3: 0.params: missing, expected a mapping'],
    [
      'an unknown parameter',
      '- op: StreamingDataWidthConverter\n  params:\n    inWidht: 4',
      'f:3:5: 0.params: unknown key inWidht, allowed: inWidth, outWidth, shape, dataType (did you mean inWidth?)',
    ],
    [
      'a missing parameter',
      'cases:\n- op: StreamingDataWidthConverter\n  params: { inWidth: 4 }',
      'f:3:11: cases.0.params.outWidth: missing, expected a number',
    ],
    [
      'a negative parameter',
      '- op: StreamingDataWidthConverter\n  params: { inWidth: -4, outWidth: 4 }',
      'f:2:22: 0.params.inWidth: found -4, allowed: at least 1',
    ],
    [
      'no number',
      '- op: StreamingDataWidthConverter\n  params: { inWidth: .nan, outWidth: 4 }',
      'f:2:22: 0.params.inWidth: found NaN, expected a number',
    ],
    [
      'lanes that do not divide',
      listOf('MVAU_hls', { ...MVAU, PE: 3 }),
      'f:1:48: 0.params.PE: PE=3 does not divide MH=8; try 2 or 4',
    ],
    [
      'channels that do not divide',
      listOf('VVAU_hls', { ...VVAU, SIMD: 2 }),
      /SIMD=2 does not divide Kernel=9; try 1 or 3$/,
    ],
    [
      'an unknown style',
      listOf('MVAU_hls', { ...MVAU, ram_style: 'ultr' }),
      /ram_style: found ultr, allowed: auto, block, distributed, ultra \(did you mean ultra\?\)$/,
    ],
    [
      'an unknown type',
      listOf('MVAU_hls', { ...MVAU, inputDataType: 'INT0' }),
      /inputDataType: found "INT0", allowed: BINARY/,
    ],
    [
      'a parallel window of a part of the channels',
      listOf('ConvolutionInputGenerator_rtl', { ...SWG, parallel_window: 1 }),
      /SIMD: found 1 with parallel_window, allowed: IFMChannels=64$/,
    ],
    [
      'a width that the shape does not have',
      listOf('StreamingFIFO_rtl', { ...FIFO, width: 32 }),
      /width: found 32, allowed: 64, what folded_shape and dataType give$/,
    ],
    ['an empty list', '[]', 'f:1:1: found a list of 0, allowed: a length of at least 1'],
  ];
  for (const [what, text, message] of refused) {
    it(`refuse ${what}, at its line and column`, () => {
      const found = inputErrorOf(() => estimateOps(text, 'f'));
      if (typeof message === 'string') expect(found).to.equal(message);
      else expect(found).to.match(message);
    });
  }

  it('give an estimate or one line of what is wrong, whatever the text', () => {
    const texts = [
      listOf('MVAU_hls', MVAU),
      listOf('ConvolutionInputGenerator_rtl', SWG),
      listOf('StreamingFIFO_rtl', FIFO),
    ];
    const bytes = fc.constantFrom(...texts).chain((text) => mutated(new TextEncoder().encode(text)));
    fc.assert(
      fc.property(bytes, (changed) =>
        expectOnlyInputErrors(() => estimateOps(new TextDecoder().decode(changed), 'ops.json')),
      ),
      { numRuns: 1000 },
    );
  });

  it('never give less for more lanes of an MVAU', () => {
    const lanes = fc.constantFrom(1, 2, 4, 8);
    fc.assert(
      fc.property(lanes, lanes, lanes, (pe, simd, factor) => {
        const [few, many] = estimateOps(
          JSON.stringify(
            [pe, pe * factor].map((PE) => ({ op: 'MVAU_hls', params: { ...MVAU, MH: 64, PE, SIMD: simd } })),
          ),
          'ops.json',
        );
        expect(many.lut).to.be.at.least(few.lut);
        expect(many.cycles * factor).to.equal(few.cycles);
      }),
    );
  });
});
