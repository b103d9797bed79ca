import { conversionResources, type HlsResourceModel, widthSteps } from '../../fabric/index.js';
import type { Cost, FoldingSpace, Option } from './space.js';

/** A folding of all layers. */
export interface Candidate extends Cost {
  /** One a layer. */
  readonly options: readonly Option[];
  /** Cycles of an image that the slowest unit takes alone. */
  readonly intervalCycles: number;
}

/** What a design may cost at most. */
export type Budget = Cost;

/** A cheapest way to lay out the layers up to one, as a list from its end. */
interface Label extends Cost {
  readonly option: Option;
  readonly before: Label | undefined;
}

/**
 * For every interval that can be reached the cheapest foldings: those of which none costs less LUTs and block RAM, or as much
 * of one and less of the other. Of all intervals together only those are kept for which no faster one costs as little.
 *
 * Exact: layer by layer, for each width of the stream that is handed on, all cheapest beginnings are kept. What follows depends
 * on a beginning by that width alone, so that a beginning which costs more can be dropped.
 * @param budget what costs more is left out
 */
export function cheapestFoldings(space: FoldingSpace, model: HlsResourceModel, budget: Budget): Candidate[] {
  const conversions = new Conversions(model);
  const intervals = reachableIntervals(space);
  const found: Candidate[] = [];
  for (const interval of intervals) {
    const cheapest = cheapestWithin(space, interval, conversions, budget);
    if (cheapest.length === 0) break;
    found.push(...cheapest);
  }
  return paretoOf(found);
}

/** All intervals that a folding can have, the longest first. */
export function reachableIntervals({ layers, memoryCycles }: FoldingSpace): number[] {
  const least = Math.max(
    memoryCycles,
    ...layers.map(({ options }) => Math.min(...options.map(({ cycles }) => cycles))),
  );
  const all = layers.flatMap(({ options }) => options.map(({ cycles }) => cycles));
  return [...new Set(all.map((cycles) => Math.max(cycles, least)))].sort((a, b) => b - a);
}

/** Cost of a folding, and its interval; undefined where two neighbours do not fit. */
export function candidateOf(
  options: readonly Option[],
  space: FoldingSpace,
  conversions: Conversions,
): Candidate | undefined {
  let { lut, bram18 } = space.fixed;
  let bits = space.memoryBits;
  for (const [index, option] of options.entries()) {
    const conversion = conversions.between(bits, option, index === 0);
    if (conversion === undefined) return undefined;
    lut = lut + conversion.lut + option.lut + option.handOn.lut;
    bram18 = bram18 + conversion.bram18 + option.bram18 + option.handOn.bram18;
    bits = option.outputBits;
  }
  return { options, lut, bram18, intervalCycles: intervalOf(options, space) };
}

/** Cycles of an image that the slowest part takes alone. */
export function intervalOf(options: readonly Option[], { memoryCycles }: Pick<FoldingSpace, 'memoryCycles'>): number {
  return Math.max(memoryCycles, ...options.map(({ cycles }) => cycles));
}

/** Converters between the widths of neighbours, each counted once. */
export class Conversions {
  private readonly known = new Map<number, Cost | undefined>();

  constructor(private readonly model: HlsResourceModel) {}

  /**
   * What the converter in front of a layer costs; undefined where there is none: between layers one width must be a multiple
   * of the other, words from memory may take two steps.
   */
  between(bits: number, { inputBits }: Option, fromMemory: boolean): Cost | undefined {
    const key = (bits * 2 ** 16 + inputBits) * 2 + (fromMemory ? 1 : 0);
    if (!this.known.has(key)) this.known.set(key, this.cost(bits, inputBits, fromMemory));
    return this.known.get(key);
  }

  private cost(from: number, to: number, fromMemory: boolean): Cost | undefined {
    if (!fromMemory && widthSteps(from, to).length > 1) return undefined;
    const { lut, bram18 } = conversionResources(this.model, from, to);
    return { lut, bram18 };
  }
}

function cheapestWithin(
  { layers, memoryBits, memoryCycles, fixed }: FoldingSpace,
  interval: number,
  conversions: Conversions,
  budget: Budget,
): Candidate[] {
  let ends = new Map<number, Label[]>();
  for (const [index, { options }] of layers.entries()) {
    const next = new Map<number, Label[]>();
    for (const option of options) {
      if (option.cycles > interval) continue;
      const labels = next.get(option.outputBits) ?? [];
      next.set(option.outputBits, labels);
      if (index === 0) extend(labels, undefined, memoryBits, fixed, option, conversions, budget);
      for (const [bits, beginnings] of ends) {
        for (const label of beginnings) extend(labels, label, bits, label, option, conversions, budget);
      }
    }
    ends = new Map([...next].map(([bits, labels]) => [bits, cheapestOf(labels)]));
  }
  return cheapestOf([...ends.values()].flat()).map(({ lut, bram18, ...end }) => {
    const options = optionsOf({ lut, bram18, ...end });
    return { options, lut, bram18, intervalCycles: intervalOf(options, { memoryCycles }) };
  });
}

/** Adds a beginning with one layer more, if it fits and keeps the budget. */
function extend(
  labels: Label[],
  before: Label | undefined,
  bits: number,
  cost: Cost,
  option: Option,
  conversions: Conversions,
  budget: Budget,
): void {
  const conversion = conversions.between(bits, option, before === undefined);
  if (conversion === undefined) return;
  const lut = cost.lut + conversion.lut + option.lut + option.handOn.lut;
  const bram18 = cost.bram18 + conversion.bram18 + option.bram18 + option.handOn.bram18;
  if (lut <= budget.lut && bram18 <= budget.bram18) labels.push({ lut, bram18, option, before });
}

/** Those than which none costs less, by ascending LUTs; of equal ones the first. */
function cheapestOf<Item extends Cost>(items: Item[]): Item[] {
  const sorted = items.sort((a, b) => a.lut - b.lut || a.bram18 - b.bram18);
  let least = Number.POSITIVE_INFINITY;
  return sorted.filter(({ bram18 }) => {
    if (bram18 >= least) return false;
    least = bram18;
    return true;
  });
}

function optionsOf(end: Label): Option[] {
  const options: Option[] = [];
  for (let label: Label | undefined = end; label !== undefined; label = label.before) options.push(label.option);
  return options.reverse();
}

/** Those than which none is as fast, as cheap in LUTs and in block RAM, and better in one; the slowest first. */
export function paretoOf<Item extends Cost & { readonly intervalCycles: number }>(items: readonly Item[]): Item[] {
  const dominates = (a: Item, b: Item) =>
    a.intervalCycles <= b.intervalCycles && a.lut <= b.lut && a.bram18 <= b.bram18;
  const sorted = [...items].sort((a, b) => a.intervalCycles - b.intervalCycles || a.lut - b.lut || a.bram18 - b.bram18);
  const kept: Item[] = [];
  for (const item of sorted) if (!kept.some((other) => dominates(other, item))) kept.push(item);
  return kept.reverse();
}
