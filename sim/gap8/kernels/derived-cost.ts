/** A cost of the inner parts of the kernels, per core, as runs of their listings give it. */
export interface DerivedCost {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The runs that it is made of. */
  readonly source: string;
}

export function derived(name: string, value: number, per: string, source: string): DerivedCost {
  return { name, value: Number(value.toFixed(2)), unit: `cycles per ${per}`, source };
}
