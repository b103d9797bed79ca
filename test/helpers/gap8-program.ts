import { assemble } from '../../sim/gap8/cores/assemble.js';
import { Cluster, type ClusterRun } from '../../sim/gap8/cores/cluster.js';
import { type ClusterTiming, gap8ClusterTiming } from '../../sim/gap8/cores/timing.js';

/** Addresses that listings in tests use: L1, and the barrier. */
const CONSTANTS = { L1: 0x10000000, BARRIER: 0x0020421c };

export interface ListingRun extends ClusterRun {
  /** Words of L1 after the run. */
  readonly words: Int32Array;
}

/** GAP8's cluster with another number of cores. */
export function clusterOf(cores: number): ClusterTiming {
  const timing = gap8ClusterTiming();
  return { ...timing, cores: { ...timing.cores, value: cores } };
}

/**
 * Runs a listing; cores find the beginning of L1 in a0.
 * @param words what L1 begins with
 */
export function runListing(
  text: string,
  options: { cores?: number; words?: number[]; maxCycles?: number } = {},
): ListingRun {
  const cluster = new Cluster(clusterOf(options.cores ?? 1));
  const words = new Int32Array(cluster.tcdm.bytes.buffer);
  words.set(options.words ?? []);
  const program = assemble(text, 'test.s', { constants: CONSTANTS });
  return { ...cluster.run(program, CONSTANTS.L1, options.maxCycles), words };
}
