import { allowedNames } from '../../core/input/nearest.js';
import type { UnitPlan } from './plan.js';
import type { FinnBlock, HlsBlock, PipelineFile } from './schema.js';

/** One of the outputs of a node; node -1 is the source. */
export interface Port {
  readonly node: number;
  readonly output: number;
}

/** A block of the file in its place. */
export interface Node {
  readonly name: string;
  readonly type: (FinnBlock | HlsBlock)['type'];
  readonly plan: UnitPlan;
  readonly inputs: readonly Port[];
  readonly outputs: number;
  /** Beats of a frame on each input and on each output. */
  readonly inputBeats: number;
  readonly outputBeats: number;
}

/** Where a problem lies in the file, and what it is. */
export type Report = (path: (string | number)[], message: string) => void;

export const SOURCE = 'source';
export const SINK = 'sink';

/** Beats that one stream may carry in a run. */
const MAX_RUN_BEATS = 2 ** 24;

/**
 * Joins the blocks of a file: names, who takes whose output, and how many beats pass. Problems are reported; the result is
 * meaningful only if there are none.
 */
export function joinBlocks(file: PipelineFile, planOf: (index: number) => UnitPlan, report: Report): Node[] {
  const { blocks } = file;
  const names = blocks.map(({ name, type }, index) => name ?? `${type}${index}`);
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
    nodes.push({
      name: names[index],
      type: block.type,
      plan,
      inputs,
      outputs: outputsOf(block),
      inputBeats,
      outputBeats: (inputBeats / plan.inputBeats) * plan.outputBeats,
    });
  });
  checkEnds(nodes, taken, report);
  checkBeats(file, nodes, report);
  checkWidths(file, nodes, report);
  return nodes;
}

function outputsOf(block: FinnBlock | HlsBlock): number {
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
    report(
      ['blocks', index, ...(block.from === undefined ? [] : ['from'])],
      `takes ${from.length}, expected ${wanted}`,
    );
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
      const all = outputs === 1 ? 'the output of' : `all ${outputs} outputs of`;
      report(path, `${all} ${name} is taken already; a duplicate has an output for each`);
    }
    taken.set(node, output + 1);
    return { node, output };
  });
}

/** Every output but the last block's, which the sink takes, must be taken. */
function checkEnds(nodes: readonly Node[], taken: ReadonlyMap<number, number>, report: Report): void {
  nodes.forEach(({ name, outputs }, index) => {
    const used = (taken.get(index) ?? 0) + (index === nodes.length - 1 ? 1 : 0);
    if (used < outputs) {
      report(['blocks', index], `${name} has a dangling end: ${used} of its ${outputs} outputs are taken`);
    } else if (used > outputs) {
      report(['blocks', index], `the last block, ${name}, feeds the sink, and its output is taken already`);
    }
  });
}

function checkBeats(file: PipelineFile, nodes: readonly Node[], report: Report): void {
  const { frames, inputBeatsPerFrame, outputBeatsPerFrame } = file;
  nodes.forEach(({ name, plan, inputs, inputBeats, outputBeats }, index) => {
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
    } else if (Math.max(inputBeats, outputBeats) * frames > MAX_RUN_BEATS) {
      report(['frames'], `${outputBeats} beats a frame out of ${name}, allowed: at most ${MAX_RUN_BEATS} in all`);
    }
  });
  const last = nodes[nodes.length - 1];
  if (last.outputBeats !== outputBeatsPerFrame) {
    const message = `found ${outputBeatsPerFrame}, expected ${last.outputBeats}, what ${last.name} gives`;
    report(['outputBeatsPerFrame'], message);
  }
}

/** Between two width converters, with nothing but FIFOs between them, the width must be the same. */
function checkWidths({ blocks }: PipelineFile, nodes: readonly Node[], report: Report): void {
  const widths: (number | undefined)[] = [];
  blocks.forEach((block, index) => {
    const before = widths[nodes[index].inputs[0].node];
    if (block.type === 'dwc' && before !== undefined && before !== block.inBits) {
      report(['blocks', index, 'inBits'], `found ${block.inBits}, expected ${before}, the width that comes in`);
    }
    if (block.type === 'dwc') widths[index] = block.outBits;
    else if (['fifo', 'duplicate', 'add'].includes(block.type)) widths[index] = before;
  });
}
