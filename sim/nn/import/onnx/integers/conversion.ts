import type { Graph, Step } from '../graph.js';
import { canonicalPlaces, isMap } from '../streamline/places.js';
import type { Codes, View } from '../streamline/signal.js';
import { Constants } from '../streamline/weights.js';
import type { LayerWriter } from './finish.js';
import type { IntegerDraft } from './integer-draft.js';
import type { Pending, TensorValue } from './tensors.js';

/** Bounds of no activation. */
export const UNBOUNDED = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/** A graph that becomes layers of integers: what its operators have in common. */
export class Conversion implements LayerWriter {
  readonly constants: Constants;
  readonly layers: IntegerDraft[] = [];

  constructor(readonly graph: Graph) {
    this.constants = new Constants(graph);
  }

  push({ operator }: Step, draft: Omit<IntegerDraft, 'name'>): string {
    const plain = `${operator.type.toLowerCase()}-${operator.index}`;
    const name = this.layers.some((other) => other.name === plain) ? `${plain}-${this.layers.length}` : plain;
    this.layers.push({ name, ...draft });
    return name;
  }

  /** Real numbers that wait for their type, and lie as others do. */
  pending({ shape, places }: View, step: Step): Omit<Pending, 'from'> {
    return { kind: 'pending', shape, places, step, bounds: UNBOUNDED };
  }

  /** A tensor of the graph that lies in the network as the graph has it. */
  placed(shape: readonly number[], step: Step): View {
    return { shape: this.graph.types.get(step.operator.outputs[0])!.shape, places: canonicalPlaces(shape) };
  }

  /** A map that a layer gives. */
  onMap(kind: 'codes' | 'reals', codes: Codes, step: Step): TensorValue {
    return { ...this.placed(codes.shape, step), kind, codes };
  }

  /** @throws InputError where a tensor does not lie as a map of the network */
  requireMap(view: View, { shape }: Codes, step: Step): void {
    if (!isMap(view, shape)) throw step.error(`reads [${view.shape}], which is no map of the network`);
  }
}
