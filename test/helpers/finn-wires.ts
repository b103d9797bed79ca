import { beatsOf, type FinnBlock, type Registers, registersOf } from './finn-registers.js';
import { openCycles, type Rhythm } from './random-rhythm.js';

/** A pipeline file of library finn, as far as its timing depends on it. */
export interface FinnFile {
  readonly frames: number;
  readonly inputBeatsPerFrame: number;
  readonly source?: Rhythm | 'free';
  readonly sink?: Rhythm | 'free';
  readonly blocks: readonly (FinnBlock & { readonly name?: string; readonly from?: readonly string[] })[];
}

/** Cycles between the reset and cycle 0. */
const IDLE_CYCLES = 16;
/** Cycles without a beat after which none comes any more; a matrix takes at most 512 for a vector. */
const PATIENCE = 700;

/** One of the outputs of a node; node -1 is the source. */
interface Port {
  readonly node: number;
  readonly output: number;
}

interface Node {
  readonly inputs: readonly Port[];
  readonly registers: readonly Registers[];
}

/**
 * The cycles in which a beat passes each stream of a file, found register by register: in every cycle the readiness of
 * each block follows, from the sink to the source, from that of the blocks behind it. The streams are in the order of the
 * blocks that take them, the sink's last.
 */
export function wireHandshakes(file: FinnFile): number[][] {
  const nodes = nodesOf(file);
  const end = { node: nodes.length - 1, output: nodes[nodes.length - 1].registers.length - 1 };
  const wires = [...nodes.flatMap(({ inputs }) => inputs), end].map((port) => behind(nodes, port));
  const handshakes: number[][] = wires.map(() => []);
  const [source, sink] = [file.source, file.sink].map((rhythm) => openCycles(rhythm === 'free' ? undefined : rhythm));
  let left = file.frames * file.inputBeatsPerFrame;
  let offered = false;
  let lastBeat = 0;
  for (let cycle = -IDLE_CYCLES; cycle < lastBeat + PATIENCE; cycle++) {
    offered ||= cycle >= 0 && left > 0 && source[cycle % source.length];
    const passes = passing(nodes, wires[wires.length - 1], offered, cycle >= 0 && sink[cycle % sink.length]);
    for (const [index, { inputs, registers }] of nodes.entries()) {
      const accepts = registers.length > 0 && inputs.every((port) => passes(behind(nodes, port)));
      registers.forEach((register, output) => {
        register.edge(accepts, passes({ node: index, output }));
      });
    }
    if (passes({ node: -1, output: 0 })) [offered, left] = [false, left - 1];
    wires.forEach((port, wire) => {
      if (!passes(port)) return;
      handshakes[wire].push(cycle);
      lastBeat = Math.max(0, cycle);
    });
  }
  return handshakes;
}

/** Whether a beat passes out of each port in this cycle. */
function passing(nodes: readonly Node[], end: Port, offered: boolean, sinkReady: boolean): (port: Port) => boolean {
  const passing = new Set<string>();
  const key = ({ node, output }: Port) => `${node}.${output}`;
  const valid = ({ node, output }: Port) => (node === -1 ? offered : nodes[node].registers[output].valid);
  const passes = (port: Port) => passing.has(key(port));
  if (sinkReady && valid(end)) passing.add(key(end));
  for (let node = nodes.length - 1; node >= 0; node--) {
    const { inputs, registers } = nodes[node];
    const ports = inputs.map((port) => behind(nodes, port));
    const ready = registers.every((register, output) => register.ready(passes({ node, output })));
    if (registers.length > 0 && ready && ports.every(valid)) for (const port of ports) passing.add(key(port));
  }
  return passes;
}

/** The output with registers from which a stream comes, past blocks that are wires. */
function behind(nodes: readonly Node[], port: Port): Port {
  if (port.node === -1) return port;
  const { inputs, registers } = nodes[port.node];
  return registers.length === 0 ? behind(nodes, inputs[0]) : port;
}

/** Who takes the outputs of whom: the block before, or the next free outputs of those that are named. */
function nodesOf({ frames, inputBeatsPerFrame, blocks }: FinnFile): Node[] {
  const names = ['source', ...blocks.map(({ name, type }, index) => name ?? `${type}${index}`)];
  const taken = names.map(() => 0);
  const beats = [frames * inputBeatsPerFrame];
  return blocks.map((block, index) => {
    const from = (block.from ?? [names[index]]).map((name) => names.indexOf(name));
    const inputBeats = beats[from[0]];
    const [inputs, outputs] = beatsOf(block);
    beats.push((inputBeats / inputs) * outputs);
    return {
      registers: registersOf(block, inputBeats),
      inputs: from.map((name) => ({ node: name - 1, output: taken[name]++ })),
    };
  });
}
