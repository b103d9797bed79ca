import { expect } from 'chai';
import fc from 'fast-check';
import { simulateEvents, tick } from '../../sim/core/index.js';
import { loadGap8Board, loadGap8Layers, publishedSchedule } from '../../sim/gap8/catalog.js';
import { compileGap8 } from '../../sim/gap8/compile.js';
import { kernelPartsOf, timingOf } from '../../sim/gap8/machine.js';
import type { Instruction } from '../../sim/gap8/program.js';
import { type Gap8Timing, replay } from '../../sim/gap8/replay.js';
import { gap8Pipeline } from '../helpers/gap8-pipeline.js';

const board = loadGap8Board('gapuino');
const network = loadGap8Layers('mobilenet-v1');

function endOfReplay(window: readonly Instruction[], timing: Gap8Timing): number {
  const [{ to }] = replay(
    { network: '', layers: [{ layer: network.layers[0], before: [], window }], inSoftware: [] },
    timing,
  );
  return to;
}

const timings: fc.Arbitrary<Gap8Timing> = fc
  .record({ eventCycles: fc.nat(4), startCycles: fc.integer({ min: 1, max: 4 }), lineCycles: fc.nat(3) })
  .map(({ eventCycles, startCycles, lineCycles }) => ({
    hyperRam: { eventCycles, startCycles, lineCycles, burstCycles: 2, burstBytes: 2, byteCycles: 1.5 },
    dma: { startCycles, lineCycles, byteCycles: 0.75 },
    forkCycles: 1,
    kernelCycles: ({ tile }) => ('elements' in tile ? tile.elements : 0),
  }));

/** Requests, forks, and waits for any request before, each as often as comes; all are waited for at the end. */
const windows: fc.Arbitrary<Instruction[]> = fc
  .array(
    fc.record({
      op: fc.constantFrom('l3', 'dma', 'l3', 'dma', 'wait', 'fork'),
      size: fc.integer({ min: 1, max: 6 }),
      place: fc.nat(),
    }),
    { maxLength: 14 },
  )
  .map((steps) => {
    const window: Instruction[] = [];
    let requests = 0;
    for (const { op, size, place } of steps) {
      if (op === 'fork') window.push({ op: 'fork', fork: { kernel: 'scale', tile: { elements: size } } });
      else if (op === 'wait' && requests > 0) window.push({ op: 'wait', request: place % requests });
      else if (op === 'l3' || op === 'dma') {
        window.push({ op, request: requests++, direction: 'in', operand: '', bytes: 2 * size, lineBytes: size });
      }
    }
    for (let request = 0; request < requests; request++) window.push({ op: 'wait', request });
    return window;
  });

describe('the replay of a program takes as long as its master, DMA and HyperRAM', () => {
  it('on the tick and on the event engine: random programs', () => {
    fc.assert(
      fc.property(windows, timings, (window, timing) => {
        const { pipeline, partsOfCycle } = gap8Pipeline(window, timing);
        const byEvents = simulateEvents(pipeline);
        expect(byEvents).to.deep.equal(tick(pipeline));
        expect(byEvents.deadlock).to.equal(null);
        expect(Math.floor(byEvents.cycles / partsOfCycle)).to.equal(endOfReplay(window, timing));
      }),
    );
  });

  it('on the event engine: the published program', () => {
    const timing = timingOf(board, kernelPartsOf(board));
    const { layers } = compileGap8(network, publishedSchedule(network, board)!);
    const window = layers.flatMap((layer) => [...layer.before, ...layer.window]);
    const { pipeline, partsOfCycle } = gap8Pipeline(window, timing);
    expect(Math.floor(simulateEvents(pipeline).cycles / partsOfCycle)).to.equal(endOfReplay(window, timing));
  });
});
