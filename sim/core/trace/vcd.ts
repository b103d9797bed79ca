import { CAUSES } from '../causes.js';
import { fillChanges, type HandshakeRecorder, type TraceSelection } from './recorder.js';

/** State of a block in a VCD: the index in `BLOCK_STATES`, on three bits. */
const BLOCK_STATES = CAUSES;
const STATE_BITS = 3;
const FIRST_IDENTIFIER = 33;
const IDENTIFIER_BASE = 94;

/** A value from a cycle on. */
interface Change {
  readonly cycle: number;
  readonly value: number;
}

interface Signal {
  readonly scope: string;
  readonly name: string;
  readonly bits: number;
  readonly changes: readonly Change[];
}

/**
 * The recording as a Value Change Dump, piece by piece. One time step is one clock cycle. For each stream: `write` and
 * `read`, high in the cycles in which a word moves, and `fill`, the words inside at the beginning of the cycle. For each
 * block: `state`, the number of its cause (listed in the comment).
 */
export function* vcd(recording: HandshakeRecorder, clockMHz: number): Generator<string> {
  const { fromCycle } = recording.selection;
  const signals = [...streamSignals(recording), ...blockSignals(recording)];
  yield `$version qcycle $end\n$comment 1 ns is 1 cycle of ${clockMHz} MHz; state: ${BLOCK_STATES.map((state, index) => `${index} ${state}`).join(', ')} $end\n$timescale 1 ns $end\n`;
  yield* declarations(signals);
  const changes = signals.flatMap(({ bits, changes }, index) =>
    changes.map(({ cycle, value }) => ({ cycle, line: valueLine(value, bits, identifier(index)) })),
  );
  const initial = changes.filter(({ cycle }) => cycle === fromCycle).map(({ line }) => line);
  yield `#${fromCycle}\n$dumpvars\n${initial.join('')}$end\n`;
  let now = fromCycle;
  for (const { cycle, line } of changes.filter(({ cycle }) => cycle > fromCycle).sort((a, b) => a.cycle - b.cycle)) {
    if (cycle > now) yield `#${cycle}\n`;
    now = cycle;
    yield line;
  }
  const end = lastCycle(recording);
  if (end > now) yield `#${end}\n`;
}

/** End of the recorded part of the run, exclusive. */
function lastCycle({ blocks, selection }: HandshakeRecorder): number {
  return Math.max(selection.fromCycle, ...blocks.map((block) => block?.spans.at(-1)?.toCycle ?? 0));
}

function* declarations(signals: readonly Signal[]): Generator<string> {
  let scope = '';
  for (const [index, signal] of signals.entries()) {
    if (signal.scope !== scope) {
      if (scope !== '') yield '$upscope $end\n';
      scope = signal.scope;
      yield `$scope module ${scope} $end\n`;
    }
    const range = signal.bits === 1 ? '' : ` [${signal.bits - 1}:0]`;
    yield `$var wire ${signal.bits} ${identifier(index)} ${signal.name}${range} $end\n`;
  }
  yield `${scope === '' ? '' : '$upscope $end\n'}$enddefinitions $end\n`;
}

function streamSignals({ streams, selection }: HandshakeRecorder): Signal[] {
  return streams.flatMap((stream) => {
    if (stream === null) return [];
    const { name, depth, written, read } = stream;
    const fills = fillChanges(stream, selection).map(({ cycle, fill }) => ({ cycle, value: fill }));
    const bits = Math.floor(Math.log2(depth)) + 1;
    return [
      { scope: name, name: 'write', bits: 1, changes: pulses(written, selection) },
      { scope: name, name: 'read', bits: 1, changes: pulses(read, selection) },
      { scope: name, name: 'fill', bits, changes: fills },
    ];
  });
}

function blockSignals({ blocks }: HandshakeRecorder): Signal[] {
  return blocks.flatMap((block) => {
    if (block === null) return [];
    const changes = block.spans.map(({ cause, fromCycle }) => ({
      cycle: fromCycle,
      value: BLOCK_STATES.indexOf(cause),
    }));
    return [{ scope: block.name, name: 'state', bits: STATE_BITS, changes }];
  });
}

/** High in the given cycles, low in all others of the window. */
function pulses(cycles: readonly number[], { fromCycle, toCycle }: TraceSelection): Change[] {
  const changes: Change[] = cycles[0] === fromCycle ? [] : [{ cycle: fromCycle, value: 0 }];
  cycles.forEach((cycle, index) => {
    if (index === 0 || cycles[index - 1] !== cycle - 1) changes.push({ cycle, value: 1 });
    if (cycles[index + 1] !== cycle + 1 && cycle + 1 < toCycle) changes.push({ cycle: cycle + 1, value: 0 });
  });
  return changes;
}

function valueLine(value: number, bits: number, id: string): string {
  return bits === 1 ? `${value}${id}\n` : `b${value.toString(2)} ${id}\n`;
}

/** The n-th identifier: printable ASCII characters, shortest first. */
function identifier(index: number): string {
  let rest = index;
  let text = '';
  do {
    text += String.fromCharCode(FIRST_IDENTIFIER + (rest % IDENTIFIER_BASE));
    rest = Math.floor(rest / IDENTIFIER_BASE) - 1;
  } while (rest >= 0);
  return text;
}
