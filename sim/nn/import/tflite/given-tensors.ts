import type { Network } from '../../network.js';
import type { Model, Operator, Tensor } from './model.js';
import type { Node } from './node.js';

/** Operators can share weights, but not so that a small file becomes a large network. */
const MAX_SHARING = 4;

/** Which layer of the network gives each tensor of the model, while its operators become layers. */
export class GivenTensors {
  private readonly names: Map<number, string>;
  private readonly nodes: Node[] = [];
  private weights = 0;

  /**
   * @param input index of the tensor that is the network's input
   * @param bytes of the file
   */
  constructor(
    private readonly model: Model,
    input: number,
    private readonly bytes: number,
  ) {
    this.names = new Map([[input, 'input']]);
  }

  /** Names of what gives tensors that an operator reads. @throws InputError where none does */
  namesOf(node: Node, tensors: readonly Tensor[]): string[] {
    return tensors.map(({ index, data }) => {
      const name = this.names.get(index);
      if (name !== undefined) return name;
      const reason = data.length > 0 ? 'is a constant' : 'is not computed before';
      throw node.error(`tensor ${index} ${reason}, allowed: the input, or the output of an earlier node`);
    });
  }

  /**
   * From now on a layer, or the input, gives the output of an operator.
   * @param weights how many the operator has
   */
  give(node: Node, name: string, weights: number): void {
    const { index } = node.output;
    if (this.names.has(index)) throw node.error(`tensor ${index} is computed twice`);
    this.names.set(index, name);
    this.nodes.push(node);
    this.weights += weights;
    if (this.weights <= MAX_SHARING * this.bytes) return;
    throw this.model.error(
      `the weights of the first ${this.names.size} nodes are more than ${MAX_SHARING} times the file`,
    );
  }

  /** @throws InputError where a tensor has another shape in the file than the layer gives */
  checkShapes({ input, layers }: Network): void {
    const shapes = new Map([
      ['input', input.shape],
      ...layers.map(({ name, outputShape }) => [name, outputShape] as const),
    ]);
    for (const node of this.nodes) {
      const { index } = node.output;
      const [expected, found] = [node.shapeOf(node.output), shapes.get(this.names.get(index)!)!];
      if (found.join() === expected.join()) continue;
      throw node.error(`its output, tensor ${index}, is [1,${expected}] in the file, but it gives [1,${found}]`);
    }
  }
}

/** Name of the layer that an operator becomes. */
export function layerNameOf({ name, node }: Operator): string {
  return `${name.toLowerCase()}-${node}`;
}
