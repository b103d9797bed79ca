import type { StreamSpec } from './pipeline.js';

/** One block that cannot go on. */
export interface Wait {
  readonly block: string;
  /** Whether it lacks a word to read or room to write. */
  readonly for: 'input' | 'output';
  readonly stream: string;
  /** Words in the stream. */
  readonly fill: number;
  readonly depth: number;
}

/** Nothing can ever move again although a block has work left. */
export interface Deadlock {
  /** First cycle in which nothing moves. */
  readonly cycle: number;
  /** All blocks that wait, in pipeline order. */
  readonly waits: readonly Wait[];
  /** Blocks that wait for each other in a circle, or the chain that ends at a block which has finished. */
  readonly circle: readonly string[];
  /** Whether it is a circle. */
  readonly closed: boolean;
}

/** What an engine knows of a block that cannot move: which stream end it is stuck on. */
export interface StuckBlock {
  readonly block: number;
  readonly stream: number;
  readonly for: 'input' | 'output';
}

/** Names a deadlock from the stuck blocks: who waits for whom, and how full each stream is. */
export function describeDeadlock(
  cycle: number,
  stuck: readonly StuckBlock[],
  blockNames: readonly string[],
  streams: readonly (StreamSpec & { readonly writer: number; readonly reader: number; readonly fill: number })[],
): Deadlock {
  const waits = stuck.map((entry) => {
    const { name, fill, depth } = streams[entry.stream];
    return { block: blockNames[entry.block], for: entry.for, stream: name, fill, depth };
  });
  const chains = stuck.map((first) => followWaits(first, stuck, streams));
  const { chain, closed } = chains.find((candidate) => candidate.closed) ?? chains[0];
  return { cycle, waits, closed, circle: chain.map((block) => blockNames[block]) };
}

/** Blocks that wait for each other from `first` on: the circle that they close, or the chain up to a finished block. */
function followWaits(
  first: StuckBlock,
  stuck: readonly StuckBlock[],
  streams: readonly { readonly writer: number; readonly reader: number }[],
): { readonly chain: readonly number[]; readonly closed: boolean } {
  const chain: number[] = [];
  let next: StuckBlock | undefined = first;
  while (next !== undefined && !chain.includes(next.block)) {
    chain.push(next.block);
    const { writer, reader } = streams[next.stream];
    const other: number = next.for === 'input' ? writer : reader;
    next = stuck.find(({ block }) => block === other);
    if (next === undefined) chain.push(other);
  }
  return next === undefined
    ? { chain, closed: false }
    : { chain: chain.slice(chain.indexOf(next.block)), closed: true };
}

/** The deadlock in one sentence, for messages. */
export function deadlockSentence({ cycle, waits, circle, closed }: Deadlock): string {
  const reasons = waits.map(
    (wait) => `${wait.block} waits for ${wait.for} on ${wait.stream} (${wait.fill} of ${wait.depth} words)`,
  );
  const blocks = `${closed ? 'circle' : 'chain'}: ${circle.join(' -> ')}`;
  return `deadlock in cycle ${cycle}, ${blocks}; ${reasons.join('; ')}`;
}
