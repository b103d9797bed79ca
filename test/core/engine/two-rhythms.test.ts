import { expect } from 'chai';
import fc from 'fast-check';
import { EventMachine } from '../../../sim/core/engine/event-machine.js';
import { OutOfRhythm } from '../../../sim/core/engine/timetable.js';
import { FRAMES_KEPT, TwoRhythms } from '../../../sim/core/engine/two-rhythms.js';
import { type Pipeline, type PipelineTiming, simulateEvents } from '../../../sim/core/index.js';
import { usualOverlay } from '../../../sim/drivers/index.js';
import { compile, loadBoard, loadLibrary } from '../../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../../sim/nn/index.js';
import { block, loop, pipeline } from '../../helpers/hand-made.js';
import { randomDrift } from '../../helpers/random-drift.js';

/** What becomes of a pipeline that is fed frame by frame: the frames before many were gone through at once, if they were. */
function carry(pipeline: Pipeline): {
  readonly before?: number;
  readonly timing?: PipelineTiming;
  readonly isLost?: true;
} {
  const machine = new EventMachine(pipeline, {}, FRAMES_KEPT);
  const source = machine.onlySource()!;
  const rhythms = TwoRhythms.of(machine, source);
  let before: number | undefined;
  try {
    for (let frame = 1; frame < pipeline.frames; frame++) {
      machine.feed(source, frame);
      const carried = rhythms?.carry(frame, pipeline.frames - 1 - frame) ?? 0;
      if (carried > 0) before = frame;
      frame += carried;
    }
  } catch (error) {
    if (error instanceof OutOfRhythm) return { isLost: true };
    throw error;
  }
  machine.feed(source, Number.POSITIVE_INFINITY);
  return before === undefined ? {} : { before, timing: machine.finish() };
}

const numbers = (count: number, step = 1) => Array.from({ length: count }, (_, index) => index * step);

/** Cycles of 10 000 images, found with the steady state alone. */
const CNV_CYCLES = { hls: 327_869_057, rtl: 327_803_412 };

describe('two rhythms', () => {
  it('carry CNV forward in both libraries', () => {
    for (const library of ['hls', 'rtl'] as const) {
      const network = loadNamedNetwork('cnv-w1a1');
      const overlay = { ...usualOverlay(network), library };
      const design = { network, overlay, board: loadBoard('ultra96'), library: loadLibrary(library), images: 10_000 };
      const { before, timing } = carry(compile(design).pipeline);
      expect(before, library).to.be.below(20);
      expect(timing?.cycles, library).to.equal(CNV_CYCLES[library]);
    }
  });

  it('leave a pipeline alone whose blocks end while others go on, or whose source has stopped writing', () => {
    const frames = 1001;
    const ahead = block(
      'slow',
      'middle -> out',
      loop({ rounds: frames, iterations: 1000, reads: [numbers(10).map((at) => at + 500)], writes: [[0]] }),
    );
    const inPairs = [loop({ rounds: 1, reads: [[0]] }), loop({ rounds: 500, iterations: 2, reads: [[0, 1]] })];
    const ending = pipeline(frames, { in: 2, middle: 20, out: 4 }, [
      block('source', '-> in', loop({ rounds: frames, iterations: 10, writes: [numbers(10)] })),
      block(
        'front',
        'in -> middle',
        loop({ rounds: frames, iterations: 999, depth: 3, reads: [numbers(10, 99)], writes: [numbers(10, 99)] }),
      ),
      ahead,
      { ...block('sink', 'out ->', inPairs[0]), loops: inPairs },
    ]);
    const writing = [loop({ rounds: 200, writes: [[0]] }), loop({ rounds: 3, iterations: 5, writes: [[]] })];
    const stopping = pipeline(200, { in: 2, out: 2 }, [
      { ...block('source', '-> in', writing[0]), loops: writing },
      block('unit', 'in -> out', loop({ rounds: 200, iterations: 10, reads: [[0]], writes: [[3]] })),
      block('sink', 'out ->', loop({ rounds: 200, reads: [[0]] })),
    ]);
    expect(carry(ending).isLost).to.equal(true);
    expect(carry(stopping).timing).to.equal(undefined);
    for (const each of [ending, stopping]) {
      expect(simulateEvents(each)).to.deep.equal(simulateEvents(each, { steadyState: false }));
    }
  });

  it('carry many random pipelines with a front that is little faster forward, and see where there are other rhythms', () => {
    const found = fc.sample(randomDrift, { numRuns: 100, seed: 1 }).map(carry);
    expect(found.filter(({ timing }) => timing !== undefined)).to.have.length.above(10);
    expect(found.some(({ isLost }) => isLost)).to.equal(true);
  });

  it('find what is found by computing every frame', () => {
    fc.assert(
      fc.property(randomDrift, (pipeline) => {
        const { timing } = carry(pipeline);
        if (timing !== undefined) expect(timing).to.deep.equal(simulateEvents(pipeline, { steadyState: false }));
      }),
      { numRuns: 300 },
    );
  });
});
