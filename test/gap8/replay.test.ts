import { expect } from 'chai';
import { loadGap8Board, loadGap8Layers, publishedSchedule } from '../../sim/gap8/catalog.js';
import { compileGap8 } from '../../sim/gap8/compile.js';
import { kernelPartsOf, timingOf } from '../../sim/gap8/machine.js';
import type { Instruction } from '../../sim/gap8/program.js';
import { GAP8_CAUSES, type Gap8Timing, replay } from '../../sim/gap8/replay.js';
import { simulateGap8 } from '../../sim/gap8/simulate.js';
import { dmaCycles } from '../../sim/gap8/units/cluster-dma.js';
import { HyperRam, hyperRamCycles } from '../../sim/gap8/units/hyper-ram.js';

const board = loadGap8Board('gapuino');
const network = loadGap8Layers('mobilenet-v1');
const [layer] = network.layers;

const timing: Gap8Timing = {
  hyperRam: { eventCycles: 100, startCycles: 10, lineCycles: 20, burstCycles: 5, burstBytes: 512, byteCycles: 3 },
  dma: { startCycles: 60, lineCycles: 2, byteCycles: 0.75 },
  forkCycles: 50,
  kernelCycles: () => 400,
};

function play(window: readonly Instruction[]) {
  return replay({ network: '', layers: [{ layer, before: [], window }], inSoftware: [] }, timing)[0];
}

const load = (request: number): Instruction => ({
  op: 'l3',
  request,
  direction: 'in',
  operand: 'input',
  bytes: 64,
  lineBytes: 32,
});
const copy = (request: number): Instruction => ({
  op: 'dma',
  request,
  direction: 'in',
  operand: 'input',
  bytes: 64,
  lineBytes: 64,
});
const wait = (request: number): Instruction => ({ op: 'wait', request });
const fork: Instruction = { op: 'fork', fork: { kernel: 'rescale', tile: { channels: 8, plane: 4 } } };

describe('HyperRAM and DMA', () => {
  it('cost what a request, its lines, their bursts and their bytes cost', () => {
    const { hyperRam, dma } = timing;
    expect(hyperRamCycles({ bytes: 64, lineBytes: 32 }, hyperRam)).to.equal(10 + 2 * 20 + 3 * 64);
    expect(hyperRamCycles({ bytes: 1025, lineBytes: 1025 }, hyperRam)).to.equal(10 + 20 + 2 * 5 + 3 * 1025);
    expect(dmaCycles({ bytes: 10, lineBytes: 5 }, dma)).to.equal(60 + 2 * 2 + 8);
  });

  it('need 3 FC cycles for 2 bytes or so of a long burst, as the fully connected layer shows', () => {
    const { hyperRam } = timingOf(board, kernelPartsOf(board));
    const perByte = hyperRamCycles({ bytes: 16_384, lineBytes: 16_384 }, hyperRam) / 16_384;
    expect(1 / (perByte / 3)).to.be.within(0.62, 0.7);
  });

  it('serve requests in order, and hear of one while another runs', () => {
    const hyperRam = new HyperRam(timing.hyperRam);
    const first = hyperRam.request(0, { bytes: 1000, lineBytes: 1000 });
    const second = hyperRam.request(1, { bytes: 1, lineBytes: 1 });
    expect(first).to.deep.equal({ asked: 0, start: 100, end: 3135, known: 3235 });
    expect(second.start).to.equal(first.end);
  });
});

describe('the replay of a program', () => {
  it('waits for a request: its transfer, then to hear of its end', () => {
    const { from, to, causes } = play([load(0), wait(0)]);
    expect([from, to]).to.deep.equal([0, 100 + 242 + 100]);
    expect(causes).to.deep.equal({ compute: 0, fork: 0, dma: 0, l3: 342, events: 100 });
  });

  it('hides transfers behind kernels', () => {
    const { to, causes } = play([load(0), copy(1), fork, wait(0), wait(1)]);
    expect(to).to.equal(450);
    expect(causes).to.deep.equal({ compute: 400, fork: 50, dma: 0, l3: 0, events: 0 });
  });

  it('copies one after the other', () => {
    expect(play([copy(0), copy(1), wait(1)]).causes.dma).to.equal(2 * (60 + 2 + 48));
  });

  it('finds one cause for every cycle of every layer of the published program', () => {
    const program = compileGap8(network, publishedSchedule(network, board)!);
    const run = simulateGap8(program, board);
    for (const { name, cycles, causes } of run.layers) {
      expect(Number.isSafeInteger(cycles), name).to.equal(true);
      expect(Object.keys(causes)).to.deep.equal([...GAP8_CAUSES]);
      expect(
        GAP8_CAUSES.reduce((sum, cause) => sum + causes[cause], 0),
        name,
      ).to.equal(cycles);
    }
    expect(run.layers.reduce((sum, { cycles }) => sum + cycles, 0)).to.equal(run.cycles);
    expect(simulateGap8(program, board, 3).cycles).to.equal(3 * run.cycles);
    expect(simulateGap8(program, board)).to.deep.equal(run);
  });

  it('takes waits between layers for no cause of a layer', () => {
    const program = {
      network: '',
      layers: [
        { layer, before: [], window: [] },
        { layer, before: [load(0), wait(0)], window: [fork] },
      ],
      inSoftware: [],
    };
    const [first, second] = replay(program, timing);
    expect(first.to).to.equal(0);
    expect(second).to.deep.include({ from: 442, to: 892 });
    expect(second.causes.l3).to.equal(0);
  });
});
