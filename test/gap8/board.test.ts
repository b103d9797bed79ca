import { expect } from 'chai';
import fc from 'fast-check';
import { readText } from '../../sim/core/input/file.js';
import { packagePath } from '../../sim/core/package-root.js';
import { gap8BoardNames, loadGap8Board } from '../../sim/gap8/catalog.js';
import { gatherCycles } from '../../sim/gap8/kernels/gather.js';
import { derivedKernelParts } from '../../sim/gap8/kernels/kernel-model.js';
import { kernelPartsOf, parseGap8Board, timingOf } from '../../sim/gap8/machine.js';
import { expectOnlyInputErrors, inputErrorOf } from '../helpers/input-error.js';
import { mutated } from '../helpers/mutated.js';

const text = readText(packagePath('sim/gap8/boards/gapuino.yaml'));
const parse = (changed: string) => parseGap8Board(changed, 'board.yaml');

describe('a board with a GAP8', () => {
  it('has a clock of its own for the fabric controller, three times slower', () => {
    const { clock, socClock } = loadGap8Board('gapuino');
    expect([clock.frequencyHz, socClock.frequencyHz]).to.deep.equal([150e6, 50e6]);
    expect(socClock.ratio).to.deep.equal({ numerator: 1, denominator: 3 });
    expect(gap8BoardNames()).to.deep.equal(['gapuino']);
  });

  it('counts what the fabric controller does in cycles of the cluster, whole ones for messages', () => {
    const slower = parse(text.replace('frequencyHz: { value: 50000000', 'frequencyHz: { value: 40000000'));
    const { hyperRam, dma } = timingOf(slower, kernelPartsOf(slower));
    expect(hyperRam.byteCycles).to.equal(3.75);
    expect(dma.byteCycles).to.equal(0.9375);
    expect(hyperRam.eventCycles).to.equal(Math.ceil(3.75 * slower.hyperRam.event.value));
  });

  it('has its own loop of the gather, and all else as derived', () => {
    const board = loadGap8Board('gapuino');
    const { gather, ...derived } = derivedKernelParts();
    const { gather: own, ...others } = kernelPartsOf(board);
    expect(others).to.deep.equal(derived);
    expect(own).to.equal(gatherCycles(board.gatherLoop.value));
    expect(own(512, 12)).to.be.above(gather(512, 12));
  });

  for (const [part, replacement, message] of [
    ['machine: gap8', 'machine: gap9', 'board.yaml:3:10: machine: found gap9, allowed: gap8'],
    [
      'burstBytes: { value: 512',
      'burstBytes: { value: 0',
      'board.yaml:23:24: hyperRam.burstBytes.value: found 0, allowed: at least 1',
    ],
    ['gatherLoop: { value: 6', 'gatherLoop: { value: 2', /gatherLoop\.value: found 2, allowed: at least 3$/],
    ['gatherLoop: { value: 6', 'gatherLoop: { value: 65', /gatherLoop\.value: allowed: at most 64$/],
    ['fork: {', 'forks: {', /^board\.yaml:\d+:1: unknown key forks, allowed: .* \(did you mean fork\?\)$/],
    [
      'unit: SoC cycles',
      'unit: cycles',
      /^board\.yaml:\d+:\d+: hyperRam\.event\.unit: found cycles, allowed: SoC cycles$/,
    ],
    [
      'status: calibrated',
      'status: guessed',
      /status: found guessed, allowed: documented, derived, calibrated, assumed/,
    ],
  ] as const) {
    it(`with ${replacement} is refused`, () => {
      const found = inputErrorOf(() => parse(text.replace(part, replacement)));
      if (typeof message === 'string') expect(found).to.equal(message);
      else expect(found).to.match(message);
    });
  }

  it('is read or refused with one line, whatever its bytes', () => {
    fc.assert(
      fc.property(mutated(new TextEncoder().encode(text)), (bytes) => {
        expectOnlyInputErrors(() => parse(new TextDecoder().decode(bytes)));
      }),
    );
  });
});
