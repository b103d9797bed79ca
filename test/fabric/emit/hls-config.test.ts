import { expect } from 'chai';
import fc from 'fast-check';
import { hlsConfig, hlsMacros, parseHlsConfig } from '../../../sim/fabric/index.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { BNN_PYNQ, foldingContext, randomFolding } from '../../helpers/random-folding.js';

function headerOf(network: string): string {
  const context = foldingContext(network);
  return hlsConfig(context.network, context.usual);
}

/** Macros as the text has them. */
function macrosOf(header: string): Record<string, number> {
  return Object.fromEntries(
    [...header.matchAll(/^#define (L\d_\w+) (\d+)$/gm)].map(([, name, value]) => [name, Number(value)]),
  );
}

/** Rows of a table: one for each layer, a column for each macro. */
function expectTable(network: string, columns: string, rows: readonly (readonly number[])[]): void {
  const macros = macrosOf(headerOf(network));
  for (const [layer, row] of rows.entries()) {
    expect(
      columns.split(' ').map((column) => macros[`L${layer}_${column}`]),
      `${network} L${layer}`,
    ).to.deep.equal(row);
  }
  expect(macros).not.to.have.property(`L${rows.length}_PE`);
}

// facts/bnn-pynq.md section 1
const LFC = [
  [832, 1024, 64, 32, 416, 32],
  [1024, 1024, 32, 64, 512, 16],
  [1024, 1024, 64, 32, 512, 32],
  [1024, 64, 8, 16, 512, 4],
];
const CNV_SHAPES = [
  [3, 3, 32, 64, 30],
  [3, 64, 30, 64, 28],
  [3, 64, 14, 128, 12],
  [3, 128, 12, 128, 10],
  [3, 128, 5, 256, 3],
  [3, 256, 3, 256, 1],
];
const CNV_MATRICES = [
  [27, 64],
  [576, 64],
  [576, 128],
  [1152, 128],
  [1152, 256],
  [2304, 256],
  [256, 512],
  [512, 512],
  [512, 64],
];
const CNV_W1 = [
  [3, 16, 36, 4],
  [32, 32, 36, 2],
  [32, 16, 144, 8],
  [32, 16, 288, 8],
  [32, 4, 2304, 64],
  [32, 1, 18432, 256],
  [4, 1, 32768, 512],
  [8, 1, 32768, 512],
  [1, 4, 8192, 16],
];
const CNV_W2 = [
  [3, 8, 72, 8],
  [16, 16, 144, 4],
  [16, 8, 576, 16],
  [16, 8, 1152, 16],
  [8, 4, 9216, 64],
  [8, 1, 73728, 256],
  [2, 1, 65536, 512],
  [2, 2, 65536, 256],
  [1, 4, 8192, 16],
];

describe('BNN-PYNQ configuration headers', () => {
  for (const network of ['lfc-w1a1', 'lfc-w1a2']) {
    it(`have the published values: ${network}`, () => {
      expectTable(network, 'MW MH SIMD PE WMEM TMEM', LFC);
      const activation = network === 'lfc-w1a1' ? 1 : 2;
      const bits = [activation, activation, activation, 1].map((api) => [1, api, 0, 0]);
      expectTable(network, 'WPI API WPF APF', bits);
    });
  }

  for (const [network, folding, weight, activation] of [
    ['cnv-w1a1', CNV_W1, 1, 1],
    ['cnv-w1a2', CNV_W1, 1, 2],
    ['cnv-w2a2', CNV_W2, 2, 2],
  ] as const) {
    it(`have the published values: ${network}`, () => {
      expectTable(network, 'SIMD PE WMEM TMEM', folding);
      expectTable(network, 'MW MH', CNV_MATRICES);
      const bits = CNV_MATRICES.map((_, layer) => [weight, layer === 8 ? 16 : activation, 0, 0]);
      expectTable(network, 'WPI API WPF APF', bits);
      const macros = macrosOf(headerOf(network));
      const columns = ['K', 'IFM_CH', 'IFM_DIM', 'OFM_CH', 'OFM_DIM'];
      for (const [layer, row] of CNV_SHAPES.entries()) {
        expect(columns.map((column) => macros[`L${layer}_${column}`])).to.deep.equal(row);
      }
      expect(macros).not.to.have.property('L6_K');
    });
  }

  it('guard against being included twice, and hold the macros that the JSON has', () => {
    for (const network of BNN_PYNQ) {
      const { network: graph, usual } = foldingContext(network);
      const header = headerOf(network);
      const guard = `${network.toUpperCase().replace('-', '_')}_CONFIG_H`;
      expect(header).to.match(new RegExp(`^#ifndef ${guard}\n#define ${guard}\n[^]*\n#endif  // ${guard}$`));
      expect(macrosOf(header)).to.deep.equal(hlsMacros(graph, usual));
    }
  });

  it('are read back as the same folding', () => {
    fc.assert(
      fc.property(randomFolding(), ({ context, overlay }) => {
        const { layers, widths } = parseHlsConfig(hlsConfig(context.network, overlay), 'config.h', context);
        expect(layers).to.deep.equal(overlay.layers);
        expect(widths).to.deep.equal(context.usual.widths);
      }),
      { numRuns: 50 },
    );
  });

  it('leave the published streams as they are', () => {
    for (const network of BNN_PYNQ) {
      const context = foldingContext(network);
      const { fifos, layers } = parseHlsConfig(headerOf(network), 'config.h', context);
      expect(layers).to.deep.equal(context.usual.layers);
      expect(fifos).to.deep.equal(context.usual.fifos);
    }
  });

  it('are read with other lines, comments and line ends', () => {
    const context = foldingContext('lfc-w1a1');
    const header = headerOf('lfc-w1a1')
      .replace('#define L0_PE 32', '#include <x.h>\n  #  define  L0_PE\t32 // lanes\n#define OTHER (L0_PE * 2)')
      .replace('#define L1_PE 64', '#define L1_PE 64/* lanes */')
      .replace(/#define L2_(MW|WMEM|API) .*\n/g, '')
      .replaceAll('\n', '\r\n');
    expect(parseHlsConfig(header, 'config.h', context).layers).to.deep.equal(context.usual.layers);
  });

  const refused: [what: string, from: string, to: string, message: string][] = [
    ['PE that does not divide', 'L3_PE 16', 'L3_PE 17', 'f:42:9: L3_PE=17 does not divide MH=64; try 16 or 32'],
    ['SIMD that does not divide', 'L3_SIMD 8', 'L3_SIMD 0', 'f:41:9: L3_SIMD=0 does not divide MW=1024; try 1'],
    ['a missing macro', '#define L3_PE 16\n', '', 'f: no folding of layer L3: L3_PE is missing'],
    [
      'a value that does not fit',
      'L0_WMEM 416',
      'L0_WMEM 417',
      'f:9:9: L0_WMEM: found 417, allowed: 416, as layer L0 has',
    ],
    [
      'a value that is no number',
      'L0_PE 32',
      'L0_PE (4 * 8)',
      'f:6:9: L0_PE: found "(4 * 8)", expected a whole number',
    ],
    ['a macro without a value', 'L0_PE 32', 'L0_PE', 'f:6:9: L0_PE: found "", expected a whole number'],
    ['a macro defined twice', 'L1_PE 64', 'L0_PE 64', 'f:18:9: L0_PE is defined twice'],
    [
      'a layer too many',
      'L1_PE 64',
      'L4_PE 64',
      'f:18:9: L4_PE: the network has 4 layers with a matrix, counted from 0',
    ],
    [
      'an unknown macro',
      'L0_TMEM 32',
      'L0_TMEN 32',
      'f:10:9: unknown macro L0_TMEN of a fullyConnected, allowed: L0_SIMD, L0_PE, L0_MW, L0_MH, L0_WMEM, L0_TMEM, L0_WPI, L0_API, L0_WPF, L0_APF (did you mean L0_TMEM?)',
    ],
  ];
  for (const [what, from, to, message] of refused) {
    it(`refuse ${what}, at its line and column`, () => {
      const header = headerOf('lfc-w1a1');
      expect(header).to.include(from);
      const changed = header.replace(from, to);
      expect(inputErrorOf(() => parseHlsConfig(changed, 'f', foldingContext('lfc-w1a1')))).to.equal(message);
    });
  }

  it('give a folding or one line of what is wrong, whatever the text', () => {
    const context = foldingContext('lfc-w1a1');
    const bytes = mutated(new TextEncoder().encode(headerOf('lfc-w1a1')));
    fc.assert(
      fc.property(bytes, (changed) =>
        expectOnlyInputErrors(() => parseHlsConfig(new TextDecoder().decode(changed), 'f', context)),
      ),
      { numRuns: 500 },
    );
  });
});
