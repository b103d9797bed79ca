import type { Statistic } from './statistics.js';

/** What a streaming block does in a cycle. Exactly one holds in each cycle of a run. */
export const CAUSES = ['busy', 'waitInput', 'waitOutput', 'fill', 'drain'] as const;

export type Cause = (typeof CAUSES)[number];

/** Cycles of a block by cause; they sum to the cycles of the run. */
export type CauseCycles = Readonly<Record<Cause, number>>;

export const CAUSE_STATISTICS: Readonly<Record<Cause, Statistic>> = {
  busy: { name: 'busy', unit: 'cycles', owner: 'block', description: 'an iteration holds the entry of the pipeline' },
  waitInput: {
    name: 'waiting for input',
    unit: 'cycles',
    owner: 'block',
    description: 'the next iteration lacks a word to read (starvation)',
  },
  waitOutput: {
    name: 'waiting for output',
    unit: 'cycles',
    owner: 'block',
    description: 'a result cannot leave because its stream is full (back-pressure); outranks waiting for input',
  },
  fill: { name: 'fill', unit: 'cycles', owner: 'block', description: 'before the first iteration enters' },
  drain: {
    name: 'drain',
    unit: 'cycles',
    owner: 'block',
    description: 'after the last iteration of a loop has entered: its pipeline empties, then the block has finished',
  },
};

/** Sum over all causes. */
export function totalCycles(causes: CauseCycles): number {
  return CAUSES.reduce((sum, cause) => sum + causes[cause], 0);
}
