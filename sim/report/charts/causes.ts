import { CAUSE_STATISTICS, CAUSES } from '../../core/causes.js';
import { inWords } from '../words.js';

/** What a cause means and how it is drawn, in charts and in the legend of a page. */
export interface CauseStyle {
  readonly cause: string;
  readonly label: string;
  readonly description: string;
  /** Readable on light and on dark. */
  readonly colour: string;
}

const COLOURS: Readonly<Record<string, string>> = {
  busy: '#3d85c6',
  waitInput: '#e5a32b',
  waitOutput: '#d1495b',
  fill: 'rgba(128, 144, 160, 0.3)',
  drain: 'rgba(128, 144, 160, 0.6)',
  weightLoad: '#8e6bbf',
  callOverhead: '#3da58c',
  compute: '#3d85c6',
  fork: '#3da58c',
  dma: '#e5a32b',
  l3: '#d1495b',
  events: '#8e6bbf',
  conv: '#3d85c6',
  misc: '#3da58c',
  load: '#e5a32b',
  save: '#d1495b',
  latency: '#8e6bbf',
  host: 'rgba(128, 144, 160, 0.5)',
};
const UNKNOWN_COLOUR = '#b07aa1';

/** Causes of the offload engine beside those of every block (sim/fabric/offload/simulate.ts), of GAP8 (sim/gap8/replay.ts) and of the DPU (sim/dpu/simulate.ts). */
const OWN_DESCRIPTIONS: Readonly<Record<string, string>> = {
  weightLoad: 'the weights of a layer are written into the engine, which computes nothing meanwhile',
  callOverhead: 'the host writes registers and waits for the end of a call',
  compute: 'the cores run a kernel',
  fork: 'the master starts a kernel on the cores, and they end together',
  dma: 'the master waits for a transfer between L2 and L1',
  l3: 'the master waits for a transfer between HyperRAM and L2',
  events: 'the fabric controller tells the master that a transfer has ended',
  conv: 'the CONV engine of a core computes',
  misc: 'the MISC engine computes, and CONV does not',
  load: 'bytes come from DDR, and nothing is computed',
  save: 'bytes go to DDR alone',
  latency: 'transfers have begun, and no byte has come yet',
  host: 'the core waits for the host: its driver, its copies, its own layers',
};

/** The styles of the causes that occur in some records, those of every block first. */
export function causeStyles(occurring: Iterable<string>): CauseStyle[] {
  const all = new Set(occurring);
  const common = CAUSES.filter((cause) => all.has(cause)).map((cause) => {
    const { name: label, description } = CAUSE_STATISTICS[cause];
    return { cause, label, description, colour: COLOURS[cause] };
  });
  const known: readonly string[] = CAUSES;
  const own = [...all].filter((cause) => !known.includes(cause));
  const styled = own.map((cause) => ({
    cause,
    label: inWords(cause),
    description: OWN_DESCRIPTIONS[cause] ?? 'a cause that only this machine has',
    colour: COLOURS[cause] ?? UNKNOWN_COLOUR,
  }));
  return [...common, ...styled];
}

/** The colour channel of a chart whose rows have a `cause` in words. */
export function causeColour(styles: readonly CauseStyle[]): object {
  const [domain, range] = [styles.map(({ label }) => label), styles.map(({ colour }) => colour)];
  const legend = { orient: 'bottom', title: null, columns: { expr: 'width > 480 ? 5 : 2' } };
  return { field: 'cause', type: 'nominal', scale: { domain, range }, legend };
}
