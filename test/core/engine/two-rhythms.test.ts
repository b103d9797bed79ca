import { expect } from 'chai';
import fc from 'fast-check';
import { EventMachine } from '../../../sim/core/engine/event-machine.js';
import { OutOfRhythm } from '../../../sim/core/engine/timetable.js';
import { FRAMES_KEPT, TwoRhythms } from '../../../sim/core/engine/two-rhythms.js';
import { type Pipeline, simulateEvents } from '../../../sim/core/index.js';
import { usualOverlay } from '../../../sim/drivers/index.js';
import { compile, loadBoard, loadLibrary } from '../../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../../sim/nn/index.js';
import { block, loop, pipeline } from '../../helpers/hand-made.js';
import { randomDrift } from '../../helpers/random-drift.js';

/** The frames that are computed before all others are gone through at once: none if they never are, null if that fails. */
function framesBefore(pipeline: Pipeline): number | null | undefined {
  const machine = new EventMachine(pipeline, {}, FRAMES_KEPT);
  const source = machine.onlySource()!;
  const rhythms = TwoRhythms.of(machine, source);
  try {
    for (let frame = 1; frame < pipeline.frames; frame++) {
      machine.feed(source, frame);
      if (rhythms?.carry(frame, pipeline.frames - 1 - frame) === pipeline.frames - 1 - frame) return frame;
    }
    return undefined;
  } catch (error) {
    if (error instanceof OutOfRhythm) return null;
    throw error;
  }
}

const numbers = (count: number, step = 1) => Array.from({ length: count }, (_, index) => index * step);

/**
 * A front that takes 999 cycles a frame, and a block that takes 1000 and takes its words early, so that the front's words
 * come to be held up one by one.
 */
function slowlyHeld(frames: number): Pipeline {
  return pipeline(frames, { in: 2, middle: 30, out: 2 }, [
    block('source', '-> in', loop({ rounds: frames, iterations: 10, writes: [numbers(10)] })),
    block(
      'front',
      'in -> middle',
      loop({ rounds: frames, iterations: 999, depth: 3, reads: [numbers(10, 99)], writes: [numbers(10, 99)] }),
    ),
    block('slow', 'middle -> out', loop({ rounds: frames, iterations: 1000, reads: [numbers(10)], writes: [[999]] })),
    block('sink', 'out ->', loop({ rounds: frames, reads: [[0]] })),
  ]);
}

describe('two rhythms', () => {
  it('carry a pipeline whose front is held up word by word forward after a few frames', () => {
    expect(framesBefore(slowlyHeld(100_000))).to.be.below(10);
    const frames = 10_000;
    expect(simulateEvents(slowlyHeld(frames))).to.deep.equal(
      simulateEvents(slowlyHeld(frames), { steadyState: false }),
    );
  });

  it('carry CNV forward in both libraries', () => {
    for (const library of ['hls', 'rtl'] as const) {
      const network = loadNamedNetwork('cnv-w1a1');
      const overlay = { ...usualOverlay(network), library };
      const design = { network, overlay, board: loadBoard('ultra96'), library: loadLibrary(library), images: 10_000 };
      expect(framesBefore(compile(design).pipeline), library).to.be.below(20);
    }
  });

  it('carry most random pipelines with a front that is little faster forward, and find out where there are more', () => {
    const found = fc.sample(randomDrift, { numRuns: 100, seed: 1 }).map(framesBefore);
    expect(found.filter((frames) => typeof frames === 'number')).to.have.length.above(40);
    expect(found).to.include(null);
  });
});
