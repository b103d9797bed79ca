import type { Word } from '../../core/pipeline.js';
import type { Circuit } from '../../fabric/index.js';

/** What passed the two ends of a FIFO: the cycles, ascending, and the words. */
export interface FifoHandshakes {
  readonly written: number[];
  readonly read: number[];
  readonly words: Word[];
}

/** What a simulation has told of one circuit. */
export interface CircuitLog {
  /** By stream name. */
  readonly streams: ReadonlyMap<string, FifoHandshakes>;
}

/** Reads what bench/handshake_log.sv prints of several circuits. */
export class HandshakeLog {
  readonly circuits: readonly CircuitLog[];
  /** Whether all benches found what they expected. */
  passed = false;
  /** What the benches said, without handshakes. */
  readonly messages: string[] = [];
  private readonly fifos = new Map<string, FifoHandshakes>();

  constructor(circuits: readonly Circuit[]) {
    this.circuits = circuits.map(({ fifos }, index) => {
      const streams = new Map<string, FifoHandshakes>();
      for (const { name, stream } of fifos) {
        const handshakes = { written: [], read: [], words: [] };
        streams.set(stream.name, handshakes);
        this.fifos.set(`simulate.bench${index}.dut.${name}.log`, handshakes);
      }
      return { streams };
    });
  }

  /** Takes a line that the simulation printed. */
  add(line: string): void {
    const [, end, cycle, word, path] = /^([wr]) (\d+) ([0-9a-f]+) (?:TOP\.)?(\S+)$/.exec(line) ?? [];
    const fifo = this.fifos.get(path);
    if (fifo === undefined) {
      this.passed ||= line === 'PASS';
      this.messages.push(line);
    } else if (end === 'w') {
      fifo.written.push(Number(cycle));
      fifo.words.push(BigInt(`0x${word}`));
    } else {
      fifo.read.push(Number(cycle));
    }
  }
}
