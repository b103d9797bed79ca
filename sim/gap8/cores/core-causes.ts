/**
 * What a core does in a cycle; every cycle has one cause. `contention`: another core has the bank. `branch`: refills the
 * pipeline behind a taken branch or a jump. `barrier`: waits for other cores and for the wake-up. `ended`: is done before others.
 */
export const CORE_CAUSES = [
  'active',
  'loadUse',
  'multiplyUse',
  'misaligned',
  'contention',
  'branch',
  'longOperation',
  'barrier',
  'ended',
] as const;

export type CoreCause = (typeof CORE_CAUSES)[number];

/** Cycles of a core by cause; they sum to the cycles of the run. */
export type CoreCauseCycles = Readonly<Record<CoreCause, number>>;

/** Counters of cycles by cause, to be counted up. */
export function noCycles(): Record<CoreCause, number> {
  return {
    active: 0,
    loadUse: 0,
    multiplyUse: 0,
    misaligned: 0,
    contention: 0,
    branch: 0,
    longOperation: 0,
    barrier: 0,
    ended: 0,
  };
}
