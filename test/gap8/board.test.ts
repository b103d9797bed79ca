import { expect } from 'chai';
import fc from 'fast-check';
import { readText } from '../../sim/core/input/file.js';
import { packagePath } from '../../sim/core/package-root.js';
import { gap8BoardNames, loadGap8Board, loadGap8Layers, publishedSchedule } from '../../sim/gap8/catalog.js';
import { compileGap8 } from '../../sim/gap8/compile.js';
import { gatherCycles } from '../../sim/gap8/kernels/gather.js';
import { derivedKernelParts } from '../../sim/gap8/kernels/kernel-model.js';
import { budgetsOf, kernelPartsOf, parseGap8Board, timingOf } from '../../sim/gap8/machine.js';
import { simulateGap8 } from '../../sim/gap8/simulate.js';
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
    ['gatherLoop: { value: 6', 'gatherLoop: { value: 65', /gatherLoop\.value: found 65, allowed: at most 64$/],
    [
      'frequencyHz: { value: 50000000',
      'frequencyHz: { value: 50000000000',
      'board.yaml:10:25: socClock.frequencyHz.value: found 50000000000, allowed: at most 10000000000',
    ],
    ['hyperRam: { value: 8388608', 'hyperRam: { value: 8388608000', /found 8388608000, allowed: at most 1073741824$/],
    ['line: { value: 320', 'line: { value: 3200000', /hyperRam\.line\.value: found 3200000, allowed: at most 1000000$/],
    ['fork: { value: 669', 'fork: { value: 6690000', /fork\.value: found 6690000, allowed: at most 1000000$/],
    [
      'l1Budget: { value: 50000',
      'l1Budget: { value: 57345',
      'board.yaml:12:22: memories.l1Budget.value: found 57345, allowed: at most 57344, memories.l1 less 8 stacks of 1024',
    ],
    [
      'l2Budget: { value: 350000',
      'l2Budget: { value: 524289',
      'board.yaml:13:22: memories.l2Budget.value: found 524289, allowed: at most 524288, memories.l2',
    ],
    [
      'l1: { value: 65536',
      'l1: { value: 131072',
      'board.yaml:14:16: memories.l1.value: found 131072, allowed: 65536, the L1 of the cores',
    ],
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

  it('may give a program all of L2, and all of L1 beside the stacks of the cores', () => {
    const whole = text.replace('value: 50000,', 'value: 57344,').replace('value: 350000,', 'value: 524288,');
    expect(budgetsOf(parse(whole))).to.deep.equal({ l1Bytes: 57344, l2Bytes: 524288, hyperRamBytes: 8388608 });
  });

  it('refuses a run of more cycles than can be counted', () => {
    const network = loadGap8Layers('mobilenet-v1');
    const board = loadGap8Board('gapuino');
    const program = compileGap8(network, publishedSchedule(network, board)!);
    expect(inputErrorOf(() => simulateGap8(program, board, 1e8))).to.match(
      /^mobilenet-v1: 1\d{16} cycles on gapuino for 100000000 images, allowed: at most 9007199254740991$/,
    );
  });

  it('is read or refused with one line, whatever its bytes', () => {
    fc.assert(
      fc.property(mutated(new TextEncoder().encode(text)), (bytes) => {
        expectOnlyInputErrors(() => parse(new TextDecoder().decode(bytes)));
      }),
    );
  });
});
