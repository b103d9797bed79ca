import { allowedNames } from '../../core/input/nearest.js';
import type { UnitPlan } from './plan.js';
import type { FileBlock, PipelineFile } from './schema.js';

/** One of the outputs of a node; node -1 is the source. */
export interface Port {
  readonly node: number;
  readonly output: number;
}

/** A block of the file in its place. */
export interface Node {
  readonly name: string;
  readonly type: FileBlock['type'];
  readonly plan: UnitPlan;
  readonly inputs: readonly Port[];
  readonly outputs: number;
  /** Beats of a frame on each input and on each output. */
  readonly inputBeats: number;
  readonly outputBeats: number;
  /** Width of the beats on each input and on each output; 1 where widths do not matter. */
  readonly inputBits: number;
  readonly outputBits: number;
}

/** Where a problem lies in the file, and what it is. */
export type Report = (path: (string | number)[], message: string) => void;

export const SOURCE = 'source';
export const SINK = 'sink';

/** Beats that all streams together may carry in a run, every one of which is recorded. */
const MAX_RUN_BEATS = 2 ** 24;
/** Beats that all FIFOs together may hold. */
const MAX_FIFO_BEATS = 2 ** 22;

/**
 * Joins the blocks of a file: names, who takes whose output, and how many beats pass. Problems are reported; the result is
 * meaningful only if there are none.
 */
export function joinBlocks(file: PipelineFile, planOf: (index: number) => UnitPlan, report: Report): Node[] {
  const { blocks } = file;
  const names = blockNames(file);
  names.forEach((name, index) => {
    if (name === SOURCE || name === SINK) report(['blocks', index, 'name'], `the name ${name} is taken`);
    else if (names.indexOf(name) !== index) report(['blocks', index, 'name'], `two blocks are named ${name}`);
  });
  const taken = new Map<number, number>();
  const nodes: Node[] = [];
  blocks.forEach((block, index) => {
    const plan = planOf(index);
    if (plan.problem !== undefined) report(['blocks', index, plan.problem.key], plan.problem.message);
    const inputs = takeInputs(file, names, index, taken, report);
    const inputBeats = Math.min(...inputs.map(({ node }) => nodes[node]?.outputBeats ?? file.inputBeatsPerFrame));
    const inputBits = takeWidth(file, plan, inputs, nodes, (message) => report(['blocks', index], message));
    nodes.push({
      name: names[index],
      type: block.type,
      plan,
      inputs,
      outputs: outputsOf(block),
      inputBits,
      outputBits: plan.outputBits?.(inputBits) ?? inputBits,
      inputBeats,
      outputBeats: (inputBeats / plan.inputBeats) * plan.outputBeats,
    });
  });
  checkEnds(nodes, taken, report);
  checkWidths(file, nodes, report);
  checkBeats(file, nodes, report);
  return nodes;
}

/** Names of the blocks: their own, or their type and number. */
export function blockNames({ blocks }: PipelineFile): string[] {
  return blocks.map(({ name, type }, index) => name ?? `${type}${index}`);
}

function streamCount(count: number): string {
  return count === 1 ? '1 stream' : `${count} streams`;
}

function outputsOf(block: FileBlock): number {
  return block.type === 'duplicate' ? block.streams : 1;
}

/** The outputs that a block takes: the next free ones of those that it names, or of the block before. */
function takeInputs(
  { blocks }: PipelineFile,
  names: readonly string[],
  index: number,
  taken: Map<number, number>,
  report: Report,
): Port[] {
  const block = blocks[index];
  const earlier = [SOURCE, ...names.slice(0, index)];
  const from = block.from ?? [earlier[index]];
  const wanted = block.type === 'add' ? block.streams : 1;
  if (from.length !== wanted) {
    const message = `${names[index]} takes ${streamCount(from.length)}, expected ${wanted}`;
    report(['blocks', index, ...(block.from === undefined ? [] : ['from'])], message);
  }
  return from.map((name, place): Port => {
    const node = earlier.indexOf(name) - 1;
    const path = block.from === undefined ? ['blocks', index] : ['blocks', index, 'from', place];
    if (node < -1) {
      report(path, `no block ${name} before this one, ${allowedNames(name, earlier)}`);
      return { node: -1, output: 0 };
    }
    const output = taken.get(node) ?? 0;
    const outputs = node === -1 ? 1 : outputsOf(blocks[node]);
    if (output >= outputs) {
      const all = outputs === 1 ? `the output of ${name} is` : `all ${outputs} outputs of ${name} are`;
      report(path, `${all} taken already; a duplicate has an output for each`);
    }
    taken.set(node, output + 1);
    return { node, output };
  });
}

/** The width of the beats that a block takes, in a library in which widths matter. */
function takeWidth(
  file: PipelineFile,
  { inputBits }: UnitPlan,
  inputs: readonly Port[],
  nodes: readonly Node[],
  report: (message: string) => void,
): number {
  if (file.library !== 'rtl') return 1;
  const widths = inputs.map(({ node }) => nodes[node]?.outputBits ?? file.inputBits);
  const [first] = widths;
  if (widths.some((width) => width !== first))
    report(`takes beats of ${widths.join(' and ')} bits, expected equal ones`);
  else if (inputBits !== undefined && inputBits !== first) report(`is given ${first} bits, expected ${inputBits}`);
  return first;
}

/** Every output but the last block's, which the sink takes, must be taken. */
function checkEnds(nodes: readonly Node[], taken: ReadonlyMap<number, number>, report: Report): void {
  nodes.forEach(({ name, outputs }, index) => {
    const used = (taken.get(index) ?? 0) + (index === nodes.length - 1 ? 1 : 0);
    if (used < outputs) {
      report(['blocks', index], `${name} has a dangling end: ${used} of its ${outputs} outputs are taken`);
    }
  });
}

function checkBeats(file: PipelineFile, nodes: readonly Node[], report: Report): void {
  const { inputBeatsPerFrame, outputBeatsPerFrame } = file;
  nodes.forEach(({ name, plan, inputs, inputBeats }, index) => {
    const different = inputs.find(({ node }) => (nodes[node]?.outputBeats ?? inputBeatsPerFrame) !== inputBeats);
    if (plan.depth !== undefined && nodes[inputs[0].node]?.plan.depth !== undefined) {
      report(['blocks', index], `${name} follows a FIFO, and two are one: give one with the depth of both`);
    }
    if (different !== undefined) {
      const found = inputs.map(({ node }) => nodes[node]?.outputBeats ?? inputBeatsPerFrame);
      report(['blocks', index], `${name} takes streams of ${found.join(' and ')} beats a frame, expected equal ones`);
    } else if (!Number.isInteger(inputBeats / plan.inputBeats)) {
      const message = `${name} is given ${inputBeats} beats a frame, allowed: a multiple of ${plan.inputBeats}`;
      report(['blocks', index], message);
    }
  });
  const last = nodes[nodes.length - 1];
  if (last.outputBeats !== outputBeatsPerFrame) {
    const message = `found ${outputBeatsPerFrame}, expected ${last.outputBeats}, what ${last.name} gives`;
    report(['outputBeatsPerFrame'], message);
  }
}

/** Reports what has too many handshakes or too large memories to be laid out and recorded. */
export function checkSize(
  { frames, inputBeatsPerFrame, blocks }: PipelineFile,
  nodes: readonly Node[],
  report: Report,
): void {
  let carried = inputBeatsPerFrame;
  let held = 0;
  nodes.forEach(({ name, plan, outputs, inputBeats, outputBeats }, index) => {
    const inner = (inputBeats / plan.inputBeats) * (plan.innerBeats ?? 0);
    const beats = outputs * outputBeats + inner;
    if (beats > MAX_RUN_BEATS) {
      report(['blocks', index], `${name} moves ${beats} beats a frame, allowed: at most ${MAX_RUN_BEATS}`);
    }
    carried += beats;
    const block = blocks[index];
    held += block.type === 'fifo' ? block.depth : 0;
  });
  if (frames * carried > MAX_RUN_BEATS) {
    const found = `found ${frames} of ${carried} beats on all streams`;
    report(['frames'], `${found}, allowed: at most ${MAX_RUN_BEATS} beats in all`);
  }
  if (held > MAX_FIFO_BEATS) report(['blocks'], `FIFOs of ${held} beats in all, allowed: at most ${MAX_FIFO_BEATS}`);
}

/** Between two width converters, with nothing but FIFOs and duplicates between them, the width must be the same. */
function checkWidths({ blocks }: PipelineFile, nodes: readonly Node[], report: Report): void {
  const widths: (number | undefined)[] = [];
  blocks.forEach((block, index) => {
    const before = widths[nodes[index].inputs[0].node];
    if (block.type === 'dwc' && before !== undefined && before !== block.inBits) {
      report(['blocks', index, 'inBits'], `found ${block.inBits}, expected ${before}, the width that comes in`);
    }
    if (block.type === 'dwc') widths[index] = block.outBits;
    else if (block.type === 'fifo' || block.type === 'duplicate') widths[index] = before;
  });
}
