import { expect } from 'chai';
import fc from 'fast-check';
import { readText } from '../../sim/core/input/file.js';
import { packagePath } from '../../sim/core/package-root.js';
import { loadGap8Board, loadGap8Layers } from '../../sim/gap8/catalog.js';
import { compileGap8 } from '../../sim/gap8/compile.js';
import { layerOn } from '../../sim/gap8/layer-on.js';
import { NETWORK_INPUT } from '../../sim/gap8/layers.js';
import { budgetsOf } from '../../sim/gap8/machine.js';
import { bodyCount } from '../../sim/gap8/plan/body-count.js';
import { parseSchedule } from '../../sim/gap8/schedule-file.js';
import { expectOnlyInputErrors, inputErrorOf } from '../helpers/input-error.js';

const published = readText(packagePath('sim/gap8/schedules/published-mobilenet-v1.yaml'));
const mobilenet = loadGap8Layers('mobilenet-v1');
const budgets = budgetsOf(loadGap8Board('gapuino'));

/** The message for the published schedule with a part of it replaced. */
function problemOf(part: string, replacement: string): string {
  expect(published).to.include(part);
  return inputErrorOf(() => parseSchedule(published.replace(part, replacement), 's.yaml', mobilenet, budgets));
}

describe('a schedule file', () => {
  it('that does not fit L1 is refused: which tile, and by how much', () => {
    expect(problemOf('{ pixels: 48 }', '{ pixels: 70 }')).to.equal(
      's.yaml:17:62: layers.6.tile: L6: tiles of 70 pixels take 52608 bytes of L1, 2608 more than the 50000 allowed',
    );
  });

  it('that does not fit L2 is refused: which tile, and by how much', () => {
    const inL2 = published
      .replace('layer: L8, input: L2, output: L3', 'layer: L8, input: L2, output: L2')
      .replace('layer: L9, input: L3', 'layer: L9, input: L2');
    expect(inputErrorOf(() => parseSchedule(inL2, 's.yaml', mobilenet, budgets))).to.match(
      /^s\.yaml:20:\d+: layers\.9\.tile: L9: maps in L2, fetched tensors and tiles of 8 channels x 27 rows on their way take 48\d{4} bytes of L2, 13\d{4} more than the 350000 allowed$/,
    );
  });

  it('whose slabs do not fit L2 is refused: which slab, and by how much', () => {
    expect(problemOf('{ pixels: 236 }', '{ pixels: 236 }, slab: { pixels: 12544 }')).to.match(
      /^s\.yaml:13:85: layers\.2\.slab: L2: maps in L2, fetched tensors and slabs of 12544 pixels on their way take \d+ bytes of L2, \d+ more than the 350000 allowed$/,
    );
  });

  it('of more tiles than can be unrolled is refused: which layer, and how many', () => {
    expect(problemOf('{ pixels: 236 }', '{ pixels: 1, channels: 1 }')).to.match(
      /^s\.yaml:13:\d+: layers\.2\.tile: L2: found 802816 tiles, and 188 in the layers before, allowed: at most 131072 in all$/,
    );
  });

  it('of as many tiles as can be unrolled is read', () => {
    const input = { name: NETWORK_INPUT, channels: 1024, height: 128, width: 8 };
    const layer = layerOn(
      { name: 'l', op: 'depthwise', kernel: [1, 3], padding: { top: 0, left: 1, bottom: 0, right: 1 } },
      [input],
    );
    const text = `schema: qcycle.schedule/1
name: s
network: n
layers:
  - { layer: l, input: L3, output: L3, tile: { channels: 1, rows: 1 } }`;
    const schedule = parseSchedule(text, 's.yaml', { name: 'n', layers: [layer], inSoftware: [] }, budgets);
    expect(bodyCount(layer, schedule.layers[0])).to.equal(2 ** 17);
  });

  it('counts one row as a row', () => {
    const small = { ...budgets, l1Bytes: 3000 };
    expect(inputErrorOf(() => parseSchedule(published, 's.yaml', mobilenet, small))).to.match(
      /^s\.yaml:11:\d+: layers\.0\.tile: L0: tiles of 1 row take \d+ bytes of L1, /,
    );
  });

  it('that does not fit HyperRAM is refused: by how much', () => {
    const small = { ...budgets, hyperRamBytes: 5_000_000 };
    expect(inputErrorOf(() => parseSchedule(published, 's.yaml', mobilenet, small))).to.equal(
      's.yaml:11:3: layers: weights and maps take 5423056 bytes of HyperRAM, 423056 more than the 5000000 there are',
    );
  });

  const problems: readonly (readonly [string, string, string | RegExp])[] = [
    [
      'mergeLines',
      'mergeLine',
      's.yaml:6:1: unknown key mergeLine, allowed: schema, name, network, source, mergeLines, eagerRefill, timedFetches, layers (did you mean mergeLines?)',
    ],
    ['network: mobilenet-v1', 'network: mobilenet', 's.yaml:3:10: network: found mobilenet, allowed: mobilenet-v1'],
    ['layer: L1,', 'layer: L7,', 's.yaml:12:14: layers.1.layer: found L7, allowed: L1, the next layer'],
    [
      'tile: { pixels: 48 }',
      'tile: { rows: 4 }',
      's.yaml:17:70: layers.6.tile.rows: a layer of the kind pointwise is not cut by rows, allowed: channels, pixels',
    ],
    [
      'tile: { pixels: 48 }',
      'tile: { pixels: 48 }, slab: { rows: 4 }',
      's.yaml:17:92: layers.6.slab.rows: a layer of the kind pointwise has no slabs by rows, allowed: pixels',
    ],
    [
      'tile: { channels: 16 }, operands: [input, weights, bias]',
      'tile: { channels: 16 }, slab: { rows: 1 }, operands: [input, weights, bias]',
      /^s\.yaml:39:\d+: layers\.28\.slab\.rows: a layer of the kind fullyConnected has no slabs$/,
    ],
    [
      'layer: L4, input: L2',
      'layer: L4, input: L3',
      's.yaml:15:25: layers.4.input: L4: found L3, allowed: L2, where L3 leaves it',
    ],
    [
      '{ channels: 8, rows: 27 }',
      '{ channels: 8, rows: 27 }, slab: { rows: 20 }',
      /^s\.yaml:20:\d+: layers\.9\.slab\.rows: found 20, allowed: at least the tile's rows$/,
    ],
    [
      'fetch: [L4.weights]',
      'fetch: [L44.weights]',
      /^s\.yaml:14:\d+: layers\.3\.fetch\.0: L44\.weights: no layer L44, allowed: /,
    ],
    [
      'fetch: [L4.weights]',
      'fetch: [L4.wights]',
      /^s\.yaml:14:\d+: layers\.3\.fetch\.0: not a tensor, allowed: LAYER\.weights, LAYER\.bias, LAYER\.multiplier$/,
    ],
    [
      'fetch: [L4.weights]',
      'fetch: [L1.weights]',
      /^s\.yaml:14:\d+: layers\.3\.fetch\.0: L1\.weights: L1 has run before$/,
    ],
    [
      'await: [L4.weights]',
      'await: [L6.weights]',
      /^s\.yaml:15:\d+: layers\.4\.await\.0: L6\.weights: is not fetched before$/,
    ],
    [
      ', await: [L4.weights]',
      '',
      /^s\.yaml:15:5: layers\.4: L4: L4\.weights is fetched, but not waited for before it$/,
    ],
    [
      'tile: { channels: 488 }',
      'tile: { channels: 488 }, weights: L3',
      /^s\.yaml:38:\d+: layers\.27\.weights: found L3, allowed: L2 in a layer of the kind averagePool$/,
    ],
    [
      'operands: [input, weights, bias]',
      'operands: [input, weights]',
      /^s\.yaml:39:\d+: layers\.28\.operands: found input, weights, allowed: input, weights, bias, in any order$/,
    ],
  ];
  for (const [part, replacement, message] of problems) {
    it(`with ${replacement || `no ${part}`} is refused`, () => {
      const found = problemOf(part, replacement);
      if (typeof message === 'string') expect(found).to.equal(message);
      else expect(found).to.match(message);
    });
  }

  it('compiles, or is refused with one line: whatever is changed in it', () => {
    const lines = published.split('\n');
    const changes = fc.array(
      fc.tuple(
        fc.nat({ max: lines.length - 1 }),
        fc.constantFrom('channels', 'rows', 'pixels', 'L2', 'L3', 'fetch', 'await', '8', '4'),
      ),
      { minLength: 1, maxLength: 3 },
    );
    const words = fc.constantFrom('1', '0', '3', '9999', 'L3', 'L2', 'rows', 'pixels', 'channels', 'outer', 'slab');
    fc.assert(
      fc.property(changes, words, (chosen, word) => {
        const changed = [...lines];
        for (const [line, part] of chosen) changed[line] = changed[line].replace(part, word);
        expectOnlyInputErrors(() =>
          compileGap8(mobilenet, parseSchedule(changed.join('\n'), 's.yaml', mobilenet, budgets)),
        );
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});
