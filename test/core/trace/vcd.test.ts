import { expect } from 'chai';
import fc from 'fast-check';
import { CAUSES, type HandshakeRecorder, vcd } from '../../../sim/core/index.js';
import { block, loop, pipeline } from '../../helpers/hand-made.js';
import { randomPipeline } from '../../helpers/random-pipeline.js';
import { randomWindow } from '../../helpers/random-window.js';
import { EXACT_ENGINES, record } from '../../helpers/record-everything.js';
import { type ParsedVcd, parseVcd, type VcdSignal, valueAt } from '../../helpers/vcd.js';

const straight = pipeline(3, { s: 2 }, [
  block('source', '-> s', loop({ rounds: 3, writes: [[0]] })),
  block('sink', 's ->', loop({ rounds: 3, reads: [[0]] })),
]);

const GOLDEN = `$version qcycle $end
$comment 1 ns is 1 cycle of 100 MHz; state: 0 busy, 1 waitInput, 2 waitOutput, 3 fill, 4 drain $end
$timescale 1 ns $end
$scope module s $end
$var wire 1 ! write $end
$var wire 1 " read $end
$var wire 2 # fill [1:0] $end
$upscope $end
$scope module source $end
$var wire 3 $ state [2:0] $end
$upscope $end
$scope module sink $end
$var wire 3 % state [2:0] $end
$upscope $end
$enddefinitions $end
#0
$dumpvars
0!
0"
b0 #
b0 $
b11 %
$end
#1
1!
#2
1"
b1 #
b0 %
#3
b100 $
#4
0!
#5
0"
b0 #
`;

function textOf(recording: HandshakeRecorder): string {
  return [...vcd(recording, 100)].join('');
}

function cyclesOf({ firstCycle, lastCycle }: ParsedVcd): number[] {
  return Array.from({ length: lastCycle - firstCycle }, (_, index) => firstCycle + index);
}

/** Cycles in which a one-bit signal is high. */
function pulsesOf(dump: ParsedVcd, name: string): number[] {
  return cyclesOf(dump).filter((cycle) => valueAt(dump.signals.get(name)!, cycle) === 1);
}

describe('a VCD', () => {
  for (const engine of EXACT_ENGINES) {
    it(`of the ${engine} engine shows every handshake, fill and cause`, () => {
      expect(textOf(record(straight, engine).recording)).to.equal(GOLDEN);
    });
  }

  it('is the same for both engines', () => {
    fc.assert(
      fc.property(randomWindow, ({ pipeline, ...window }) => {
        const [ticked, jumped] = EXACT_ENGINES.map((engine) => textOf(record(pipeline, engine, window).recording));
        expect(jumped).to.equal(ticked);
      }),
    );
  });

  it('read back gives exactly the recorded handshakes and causes, and fills between nothing and the depth', () => {
    fc.assert(
      fc.property(randomPipeline(), (machine) => {
        const { recording, timing } = record(machine, 'event');
        const dump = parseVcd(textOf(recording));
        expect(dump.lastCycle).to.equal(timing.cycles);
        for (const stream of recording.streams) {
          const { name, depth, written, read, freed } = stream!;
          expect(pulsesOf(dump, `${name}.write`)).to.deep.equal(written);
          expect(pulsesOf(dump, `${name}.read`)).to.deep.equal(read);
          for (const cycle of cyclesOf(dump)) {
            const before = (cycles: readonly number[]) => cycles.filter((other) => other < cycle).length;
            const fill = valueAt(dump.signals.get(`${name}.fill`)!, cycle);
            expect(fill)
              .to.equal(Math.max(0, before(written) - before(freed)))
              .within(0, depth);
          }
        }
        for (const block of recording.blocks) {
          const states = cyclesOf(dump).map((cycle) => valueAt(dump.signals.get(`${block!.name}.state`)!, cycle)!);
          const causes = block!.spans.flatMap(({ cause, fromCycle, toCycle }) =>
            Array(toCycle - fromCycle).fill(cause),
          );
          expect(states.map((state) => CAUSES[state])).to.deep.equal(causes);
        }
      }),
    );
  });

  it('of a window is a slice of the whole', () => {
    fc.assert(
      fc.property(randomWindow, ({ pipeline, ...window }) => {
        const whole = parseVcd(textOf(record(pipeline, 'event').recording));
        const part = parseVcd(textOf(record(pipeline, 'event', window).recording));
        expect([...part.signals.keys()]).to.deep.equal([...whole.signals.keys()]);
        expect(part.firstCycle).to.equal(window.fromCycle);
        expect(part.lastCycle).to.equal(Math.max(window.fromCycle, Math.min(window.toCycle, whole.lastCycle)));
        for (const [name, signal] of part.signals) {
          const values = (of: VcdSignal) => cyclesOf(part).map((cycle) => valueAt(of, cycle));
          expect(values(signal), name).to.deep.equal(values(whole.signals.get(name)!));
          for (const { cycle } of signal.changes) {
            expect(cycle).to.be.within(window.fromCycle, Math.max(window.fromCycle, window.toCycle - 1));
          }
        }
      }),
    );
  });

  it('of some streams has only these and the blocks at their ends', () => {
    const machine = pipeline(2, { s: 2, t: 2 }, [
      block('source', '-> s', loop({ rounds: 2, writes: [[0]] })),
      block('unit', 's -> t', loop({ rounds: 2, reads: [[0]], writes: [[0]] })),
      block('sink', 't ->', loop({ rounds: 2, reads: [[0]] })),
    ]);
    const { recording } = record(machine, 'event', { fromCycle: 0, toCycle: 99, streams: ['t'] });
    const { signals } = parseVcd(textOf(recording));
    expect([...signals.keys()]).to.deep.equal(['t.write', 't.read', 't.fill', 'unit.state', 'sink.state']);
  });

  it('has an identifier of its own for each of hundreds of signals', () => {
    const streams = Array.from({ length: 100 }, (_, index) => `s${index}`);
    const machine = pipeline(1, Object.fromEntries(streams.map((name) => [name, 1])), [
      block('first', '-> s0', loop({ rounds: 1, writes: [[0]] })),
      ...streams
        .slice(1)
        .map((name, index) =>
          block(`to-${name}`, `s${index} -> ${name}`, loop({ rounds: 1, reads: [[0]], writes: [[0]] })),
        ),
      block('last', 's99 ->', loop({ rounds: 1, reads: [[0]] })),
    ]);
    const text = textOf(record(machine, 'event').recording);
    const identifiers = [...text.matchAll(/^\$var wire \d+ (\S+)/gm)].map(([, identifier]) => identifier);
    expect(identifiers).to.have.length(100 * 3 + 101);
    expect(new Set(identifiers).size).to.equal(identifiers.length);
    const dump = parseVcd(text);
    // Each block reads in the cycle after the one before it has written, and writes one later.
    streams.forEach((name, index) => {
      expect(pulsesOf(dump, `${name}.write`)).to.deep.equal([2 * index + 1]);
      expect(pulsesOf(dump, `${name}.read`)).to.deep.equal([2 * index + 2]);
    });
  });
});
