import fc from 'fast-check';

/** Cycles in which a source may offer, or a sink is ready, as a pipeline file gives them. */
export interface Rhythm {
  readonly allow: readonly number[];
  readonly modulo: number;
}

export const randomRhythm: fc.Arbitrary<Rhythm> = fc.integer({ min: 1, max: 6 }).chain((modulo) =>
  fc.record({
    allow: fc.shuffledSubarray([...Array(modulo).keys()], { minLength: 1 }),
    modulo: fc.constant(modulo),
  }),
);

/** For each cycle of a rhythm whether it is allowed; all are where there is none. */
export function openCycles({ allow, modulo }: Rhythm = { allow: [0], modulo: 1 }): boolean[] {
  return Array.from({ length: modulo }, (_, cycle) => allow.includes(cycle));
}
