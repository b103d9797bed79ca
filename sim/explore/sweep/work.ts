import { InputError } from '../../core/input/input-error.js';
import { performDesign } from '../design-work.js';
import { performMember } from '../member-work.js';

/**
 * The kinds of work that can be swept, each by what performs it. Work and result are JSON, and the result depends on the work
 * and on the model alone: whatever else enters it (a board, a library) is part of the work.
 */
const kinds = { design: performDesign, member: performMember };

type Kinds = typeof kinds;
type Kind = keyof Kinds;

/** A piece of work of any kind. */
export type Work = { [K in Kind]: Parameters<Kinds[K]>[0] }[Kind];

/** The result of a kind of work. */
export type ResultOf<W extends Work> = Awaited<ReturnType<Kinds[W['kind']]>>;

/** What became of a piece of work: the result as JSON text, or why it cannot be done. */
export type Outcome = { readonly result: string } | { readonly refused: string };

/** Performs a piece of work of any kind. Anything but an InputError is thrown: it is a bug. */
export async function performWork(work: Work): Promise<Outcome> {
  try {
    const perform = kinds[work.kind] as (work: Work) => unknown;
    return { result: JSON.stringify(await perform(work)) };
  } catch (error) {
    if (error instanceof InputError) return { refused: error.message };
    throw error;
  }
}
