import { expect } from 'chai';
import fc from 'fast-check';
import { chromeTrace, type HandshakeRecorder } from '../../../sim/core/index.js';
import { fillChanges } from '../../../sim/core/trace/recorder.js';
import { block, loop, pipeline } from '../../helpers/hand-made.js';
import { randomWindow } from '../../helpers/random-window.js';
import { EXACT_ENGINES, record } from '../../helpers/record-everything.js';

interface TraceEvent {
  readonly ph: 'M' | 'X' | 'C';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: { readonly name: string; readonly words: number };
}

function parse(recording: HandshakeRecorder): { otherData: object; traceEvents: TraceEvent[] } {
  return JSON.parse([...chromeTrace(recording, 100)].join(''));
}

/** The slices of each recorded block, in the order of the pipeline. */
function slicesOf(recording: HandshakeRecorder): TraceEvent[][] {
  const { traceEvents } = parse(recording);
  return recording.blocks.flatMap((recorded, tid) =>
    recorded === null ? [] : [traceEvents.filter((event) => event.ph === 'X' && event.tid === tid)],
  );
}

describe('a Chrome trace', () => {
  for (const engine of EXACT_ENGINES) {
    it(`of the ${engine} engine shows blocks as threads and streams as counters`, () => {
      const machine = pipeline(3, { s: 2, t: 2 }, [
        block('source', '-> s', loop({ rounds: 3, writes: [[0]] })),
        block('unit', 's -> t', loop({ rounds: 3, reads: [[0]], writes: [[0]] })),
        block('sink', 't ->', loop({ rounds: 3, reads: [[0]] })),
      ]);
      const { recording } = record(machine, engine, { fromCycle: 1, toCycle: 5, streams: ['s'] });
      expect(parse(recording)).to.deep.equal({
        otherData: { timeUnit: '1 us is 1 cycle', clockMHz: 100, fromCycle: 1 },
        traceEvents: [
          { ph: 'M', name: 'process_name', pid: 1, args: { name: 'blocks' } },
          { ph: 'M', name: 'process_name', pid: 2, args: { name: 'streams (words)' } },
          { ph: 'M', name: 'thread_name', pid: 1, tid: 0, args: { name: 'source (test)' } },
          { ph: 'X', name: 'busy', pid: 1, tid: 0, ts: 1, dur: 2 },
          { ph: 'X', name: 'drain', pid: 1, tid: 0, ts: 3, dur: 2 },
          { ph: 'M', name: 'thread_name', pid: 1, tid: 1, args: { name: 'unit (test)' } },
          { ph: 'X', name: 'fill', pid: 1, tid: 1, ts: 1, dur: 1 },
          { ph: 'X', name: 'busy', pid: 1, tid: 1, ts: 2, dur: 3 },
          { ph: 'C', name: 's', pid: 2, ts: 1, args: { words: 0 } },
          { ph: 'C', name: 's', pid: 2, ts: 2, args: { words: 1 } },
        ],
      });
    });
  }

  it('tiles the window with the slices of each block, without gap or overlap', () => {
    fc.assert(
      fc.property(randomWindow, ({ pipeline, fromCycle, toCycle }) => {
        for (const engine of EXACT_ENGINES) {
          const { recording, timing } = record(pipeline, engine, { fromCycle, toCycle });
          const end = Math.max(fromCycle, Math.min(toCycle, timing.cycles));
          for (const slices of slicesOf(recording)) {
            const edges = slices.map(({ ts, dur }) => [ts, ts + dur]);
            expect([fromCycle, ...edges.map(([, to]) => to)]).to.deep.equal([...edges.map(([from]) => from), end]);
            for (const { dur } of slices) expect(dur).to.be.at.least(1);
          }
        }
      }),
    );
  });

  it('counts the words in each stream', () => {
    fc.assert(
      fc.property(randomWindow, ({ pipeline, ...window }) => {
        const { recording } = record(pipeline, 'event', window);
        const counters = parse(recording).traceEvents.filter(({ ph }) => ph === 'C');
        for (const stream of recording.streams) {
          const counted = counters.filter(({ name }) => name === stream!.name);
          const fills = counted.map(({ ts, args }) => ({ cycle: ts, fill: args.words }));
          expect(fills).to.deep.equal(fillChanges(stream!, window));
        }
      }),
    );
  });
});
