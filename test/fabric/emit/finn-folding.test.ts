import { expect } from 'chai';
import fc from 'fast-check';
import { compile, finnFolding, loadLibrary, type Overlay, parseFinnFolding } from '../../../sim/fabric/index.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { BNN_PYNQ, foldingContext, randomFolding } from '../../helpers/random-folding.js';

type Context = ReturnType<typeof foldingContext>;

function programOf(context: Context, overlay: Overlay) {
  return compile({ ...context, overlay, library: loadLibrary('hls'), images: 1 });
}

function emitted(context: Context, overlay = context.usual): string {
  return JSON.stringify(finnFolding(programOf(context, overlay)));
}

/** The LFC's configuration with some text replaced. */
function lfcWith(from: string, to: string): string {
  const text = emitted(foldingContext('lfc-w1a1'));
  expect(text).to.include(from);
  return text.replace(from, to);
}

describe('FINN folding configurations', () => {
  // facts/bnn-pynq.md section 1, facts/finn.md section 4: SIMD and PE of each layer
  const lfc = '64 32, 32 64, 64 32, 8 16';
  const cnv = '3 16, 32 32, 32 16, 32 16, 32 4, 32 1, 4 1, 8 1, 1 4';
  const published: readonly [network: string, lanes: string][] = [
    ['lfc-w1a1', lfc],
    ['lfc-w1a2', lfc],
    ['cnv-w1a1', cnv],
    ['cnv-w1a2', cnv],
    ['cnv-w2a2', '3 8, 16 16, 16 8, 16 8, 8 4, 8 1, 2 1, 2 2, 1 4'],
  ];
  for (const [network, lanes] of published) {
    it(`have the published folding: ${network}`, () => {
      const nodes = JSON.parse(emitted(foldingContext(network)));
      expect(nodes.Defaults).to.deep.equal({});
      const layers = lanes.split(', ').map((layer) => layer.split(' ').map(Number));
      for (const [index, [simd, pe]] of layers.entries()) {
        expect(nodes[`MatrixVectorActivation_${index}`]).to.include({ PE: pe, SIMD: simd, resType: 'lut' });
      }
      expect(nodes).not.to.have.property(`MatrixVectorActivation_${layers.length}`);
      const windows = network.startsWith('cnv') ? 6 : 0;
      for (let index = 0; index < windows; index++) {
        expect(nodes[`ConvolutionInputGenerator_${index}`].SIMD).to.equal(layers[index][0]);
      }
      expect(nodes).not.to.have.property(`ConvolutionInputGenerator_${windows}`);
    });
  }

  it('have the depths of the FIFOs along the pipeline, and how FINN builds them', () => {
    const { Defaults: _, ...nodes } = finnFolding(
      programOf(foldingContext('lfc-w1a1'), foldingContext('lfc-w1a1').usual),
    );
    const fifos = Object.entries(nodes).filter(([name]) => name.startsWith('StreamingFIFO'));
    // memIn, inter0, inter1, inter2, L3.in, L3.out, memOut
    expect(fifos.map(([, { depth }]) => depth)).to.deep.equal([1024, 16, 8, 16, 2, 2, 1024]);
    expect(fifos.map(([, { impl_style }]) => impl_style).join(' ')).to.equal('vivado rtl rtl rtl rtl rtl vivado');
  });

  it('say which weights are in LUT RAM', () => {
    const nodes = JSON.parse(emitted(foldingContext('cnv-w2a2')));
    expect(nodes.MatrixVectorActivation_1.ram_style).to.equal('distributed');
    expect(nodes.MatrixVectorActivation_2.ram_style).to.equal('auto');
  });

  it('are read back as the same design', () => {
    fc.assert(
      fc.property(randomFolding(), ({ context, overlay }) => {
        const read = parseFinnFolding(emitted(context, overlay), 'folding.json', context);
        expect(read.layers).to.deep.equal(overlay.layers);
        expect(read.fifos).to.deep.equal(overlay.fifos);
        expect(read.widths).to.deep.equal(overlay.widths);
        expect(read.lutRam).to.deep.equal(overlay.lutRam ?? []);
        expect(programOf(context, read).pipeline.streams).to.deep.equal(programOf(context, overlay).pipeline.streams);
      }),
      { numRuns: 50 },
    );
  });

  for (const network of BNN_PYNQ) {
    it(`are read back as the published design: ${network}`, () => {
      const context = foldingContext(network);
      const read = parseFinnFolding(emitted(context), 'folding.json', context);
      expect(programOf(context, read).pipeline.streams).to.deep.equal(
        programOf(context, context.usual).pipeline.streams,
      );
    });
  }

  it('are read under the names of other versions, with defaults and nodes that have no folding', () => {
    const context = foldingContext('lfc-w1a1');
    for (const op of ['MVAU_hls', 'StreamingFCLayer_Batch', 'MVAU']) {
      const nodes = Object.fromEntries([0, 1, 2, 3].map((index) => [`${op}_${index}`, { PE: 2 ** index }]));
      const config = {
        Defaults: { SIMD: [4, [op]], depth: [9, ['all']], ram_style: ['ultra', ['Thresholding']] },
        ...nodes,
        StreamingFIFO_1: {},
        Thresholding_rtl_0: { PE: 7 },
        LabelSelect_0: { PE: 1 },
      };
      const { layers, fifos } = parseFinnFolding(JSON.stringify(config), 'folding.json', context);
      expect(layers.map(({ pe, simd }) => [pe, simd])).to.deep.equal([
        [1, 4],
        [2, 4],
        [4, 4],
        [8, 4],
      ]);
      expect(Object.values(fifos)).to.include(9);
    }
  });

  const refused: [what: string, text: string, message: string | RegExp][] = [
    [
      'an unknown node',
      lfcWith('MatrixVectorActivation_3', 'MatrixVectorActivaton_3'),
      /^f:1:\d+: MatrixVectorActivaton_3: unknown node, allowed: MatrixVectorActivation_0, .* \(did you mean MatrixVectorActivation_0\?\)$/,
    ],
    [
      'a layer without a folding',
      lfcWith('MatrixVectorActivation_3', 'LabelSelect_0'),
      'f:1:1: no folding of layer L3: MatrixVectorActivation_3 is missing',
    ],
    [
      'a node too many',
      lfcWith('MatrixVectorActivation_3', 'MatrixVectorActivation_4'),
      /MatrixVectorActivation_4: no such node, the network has 4 layers with a matrix, counted from 0$/,
    ],
    [
      'a node under two names',
      lfcWith('"MatrixVectorActivation_3"', '"MVAU_hls_2":{"PE":1},"MatrixVectorActivation_3"'),
      /MVAU_hls_2: the same node as MatrixVectorActivation_2$/,
    ],
    ['PE that does not divide', lfcWith('"PE":16', '"PE":17'), /_3\.PE: PE=17 does not divide MH=64; try 16 or 32$/],
    [
      'SIMD that does not divide',
      lfcWith('"SIMD":8', '"SIMD":7'),
      /_3\.SIMD: SIMD=7 does not divide MW=1024; try 4 or 8$/,
    ],
    ['lanes that are no number', lfcWith('"PE":16', '"PE":"16"'), /_3\.PE: found "16", expected a number$/],
    ['lanes that are missing', lfcWith('"PE":16,', ''), /MatrixVectorActivation_3: PE is missing$/],
    ['no depth', lfcWith('"depth":16', '"depth":0'), /StreamingFIFO_1\.depth: found 0, allowed: at least 1$/],
  ];
  for (const [what, text, message] of refused) {
    it(`refuse ${what}, at its line and column`, () => {
      const found = inputErrorOf(() => parseFinnFolding(text, 'f', foldingContext('lfc-w1a1')));
      if (typeof message === 'string') expect(found).to.equal(message);
      else expect(found).to.match(message);
    });
  }

  it('refuse another SIMD in a sliding window than behind it', () => {
    const context = foldingContext('cnv-w1a1');
    const nodes = JSON.parse(emitted(context));
    nodes.ConvolutionInputGenerator_1.SIMD = 16;
    expect(inputErrorOf(() => parseFinnFolding(JSON.stringify(nodes, null, 1), 'f', context))).to.match(
      /^f:\d+:\d+: ConvolutionInputGenerator_1\.SIMD: found 16, allowed: 32, as its matrix-vector unit has$/,
    );
  });

  it('give a folding or one line of what is wrong, whatever the text', () => {
    const context = foldingContext('lfc-w1a1');
    const bytes = mutated(new TextEncoder().encode(emitted(context)));
    fc.assert(
      fc.property(bytes, (changed) =>
        expectOnlyInputErrors(() => parseFinnFolding(new TextDecoder().decode(changed), 'f', context)),
      ),
      { numRuns: 500 },
    );
  });
});
