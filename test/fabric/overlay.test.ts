import { expect } from 'chai';
import { readText } from '../../sim/core/input/file.js';
import { packagePath } from '../../sim/core/package-root.js';
import { shippedNames } from '../../sim/core/shipped-files.js';
import { boardNames, loadOverlay, parseOverlay, publishedOverlay, unfoldedOverlay } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { smallNetwork } from '../helpers/small-network.js';

const network = smallNetwork([64, 12, 64]);
const valid = `schema: qcycle.overlay/1
network: small
layers:
  - { name: L0, pe: 4, simd: 32 }
  - { name: L1, pe: 8, simd: 6 }
fifos: { inter0: 5 }
`;

function parse(text: string) {
  return parseOverlay(text, 'overlay.yaml', network);
}

describe('overlays', () => {
  for (const name of shippedNames('sim/fabric/overlays')) {
    it(`are shipped for a network, boards and a source that exist: ${name}`, () => {
      const shipped = loadNamedNetwork(name);
      const overlay = publishedOverlay(shipped)!;
      expect(overlay).to.deep.equal(loadOverlay(packagePath(`sim/fabric/overlays/${name}.yaml`), shipped));
      expect(overlay.network).to.equal(name);
      expect(overlay.boards).not.to.be.empty;
      expect(boardNames()).to.include.members([...overlay.boards]);
      expect(overlay.source).to.match(/\w+ \w+/);
    });
  }

  it('are not published for other networks, which get one lane in every layer', () => {
    expect(publishedOverlay(network)).to.equal(undefined);
    expect(unfoldedOverlay(network).layers).to.deep.equal([
      { name: 'L0', pe: 1, simd: 1 },
      { name: 'L1', pe: 1, simd: 1 },
    ]);
  });

  it('are read with the usual library and no boards', () => {
    expect(parse(valid)).to.deep.equal({
      network: 'small',
      library: 'hls',
      boards: [],
      source: '',
      layers: [
        { name: 'L0', pe: 4, simd: 32 },
        { name: 'L1', pe: 8, simd: 6 },
      ],
      fifos: { inter0: 5 },
      widths: {},
    });
  });

  it('say how wide the streams between layers are', () => {
    expect(parse(`${valid}widths: { inter0: 12 }\n`).widths).to.deep.equal({ inter0: 12 });
  });

  it('refuse the folding of a layer without a matrix', () => {
    const folded = readText(packagePath('sim/fabric/overlays/cnv-w1a1.yaml')).replace('name: L2', 'name: pool1');
    expect(inputErrorOf(() => parseOverlay(folded, 'overlay.yaml', loadNamedNetwork('cnv-w1a1')))).to.equal(
      'overlay.yaml:9:13: layers.2.name: pool1 is a maxPool, which has no folding, allowed: L0, L1, L2, L3, L4, L5, L6, L7, L8',
    );
  });

  const refused: [what: string, from: string, to: string, message: string][] = [
    [
      'an unknown key',
      'simd: 32',
      'smid: 32',
      'overlay.yaml:4:24: layers.0: unknown key smid, allowed: name, pe, simd (did you mean simd?)',
    ],
    [
      'PE that does not divide the rows',
      'pe: 8',
      'pe: 7',
      'overlay.yaml:5:5: layers.1: L1: PE=7 does not divide MH=64; try 4 or 8',
    ],
    [
      'SIMD that does not divide the columns',
      'simd: 6',
      'simd: 8',
      'overlay.yaml:5:5: layers.1: L1: SIMD=8 does not divide MW=12; try 6 or 12',
    ],
    [
      'an unknown layer',
      'name: L1',
      'name: L9',
      'overlay.yaml:5:13: layers.1.name: no layer L9 in small, allowed: L0, L1 (did you mean L0?)',
    ],
    ['a layer given twice', 'name: L1', 'name: L0', 'overlay.yaml:5:13: layers.1.name: the layer L0 is given twice'],
    ['a missing layer', '  - { name: L1, pe: 8, simd: 6 }\n', '', 'overlay.yaml:4:3: layers: no folding of layer L1'],
    ['a FIFO without room', 'inter0: 5', 'inter0: 0', 'overlay.yaml:6:18: fifos.inter0: found 0, allowed: at least 1'],
    [
      'a FIFO beyond any device',
      'inter0: 5',
      'inter0: 1048577',
      'overlay.yaml:6:18: fifos.inter0: found 1048577, allowed: at most 1048576',
    ],
    [
      'an unknown library',
      'network: small',
      'network: small\nlibrary: vhdl',
      'overlay.yaml:3:10: library: found vhdl, allowed: hls, finn, rtl',
    ],
    [
      'the width of an unknown stream',
      'fifos:',
      'widths: { inter1: 4 }\nfifos:',
      'overlay.yaml:6:19: widths.inter1: no stream inter1 between two layers, allowed: inter0',
    ],
    [
      'a width of which an image does not fill whole words',
      'fifos:',
      'widths: { inter0: 9 }\nfifos:',
      'overlay.yaml:6:19: widths.inter0: inter0: 9 bits do not divide the 24 bits that L0 gives an image',
    ],
  ];
  for (const [what, from, to, message] of refused) {
    it(`refuse ${what}, at its line and column`, () => {
      expect(inputErrorOf(() => parse(valid.replace(from, to)))).to.equal(message);
    });
  }
});
