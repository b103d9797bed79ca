import type { Graph, Step } from '../graph.js';
import { canonicalPlaces, isMap } from '../streamline/places.js';
import { Constants } from '../streamline/weights.js';
import type { FloatDraft, RealTensor, UnnamedFloat } from './float-draft.js';

/** A graph that becomes layers of real numbers: what its operators have in common. */
export class FloatConversion {
  readonly constants: Constants;
  readonly layers: FloatDraft[] = [];

  constructor(readonly graph: Graph) {
    this.constants = new Constants(graph);
  }

  /** @throws InputError where a tensor does not lie as a map of the network */
  requireMap(tensor: RealTensor, step: Step): void {
    if (!isMap(tensor, tensor.networkShape))
      throw step.error(`reads [${tensor.shape}], which is no map of the network`);
  }

  /** A layer whose output lies as the graph has it. */
  placed(step: Step, inputs: readonly RealTensor[], draft: UnnamedFloat, networkShape: readonly number[]): RealTensor {
    const shape = this.graph.types.get(step.operator.outputs[0])!.shape;
    return this.push(step, inputs, draft, { name: '', networkShape, shape, places: canonicalPlaces(networkShape) });
  }

  /** A layer whose output lies as another tensor does. */
  push({ operator }: Step, inputs: readonly RealTensor[], draft: UnnamedFloat, like: RealTensor): RealTensor {
    const name = `${operator.type.toLowerCase()}-${operator.index}`;
    this.layers.push({ name, inputs: inputs.map((tensor) => tensor.name), ...draft });
    return { ...like, name };
  }
}
