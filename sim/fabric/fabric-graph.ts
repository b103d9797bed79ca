import { InputError } from '../core/input/input-error.js';
import type { Layer, Network } from '../nn/network.js';

/** A layer that becomes units, and what feeds it. */
export interface FabricNode {
  readonly layer: Layer;
  /** Names of the layers that become units whose output it reads, or `input`, one for each input. */
  readonly reads: readonly string[];
}

/** A network as a machine of streams sees it. */
export interface FabricGraph {
  /** Each comes after those that it reads; the last one's output goes to memory. */
  readonly nodes: readonly FabricNode[];
  /** Layers at the end that are left to the host. */
  readonly host: readonly Layer[];
}

/** Names of the nodes that read a layer or the input, once for each time that they do. */
export function readersOf(name: string, nodes: readonly FabricNode[]): string[] {
  return nodes.flatMap(({ layer, reads }) => reads.filter((read) => read === name).map(() => layer.name));
}

/**
 * The layers of a network that become units. A reshape is none: beats come in the same order. Behind the last unit the host does
 * what is left: a softmax.
 * @throws InputError for several outputs, and a softmax that others read
 */
export function fabricGraph({ name, layers, outputs }: Network): FabricGraph {
  if (outputs !== undefined) {
    throw new InputError(`network ${name} has ${outputs.length} outputs, allowed on the fabric: one`);
  }
  const end = layers.findIndex(({ op }) => op === 'softmax');
  const inside = end === -1 ? layers : layers.slice(0, end);
  const host = end === -1 ? [] : layers.slice(end);
  const busy = host.find(({ op }) => op !== 'softmax' && op !== 'reshape');
  if (busy !== undefined) {
    throw new InputError(
      `layer ${busy.name}: ${busy.op} behind ${host[0].name}, allowed: nothing, as the host does that`,
    );
  }
  const origin = new Map([['input', 'input']]);
  const nodes: FabricNode[] = [];
  for (const layer of inside) {
    const reads = layer.inputs.map((input) => origin.get(input)!);
    origin.set(layer.name, layer.op === 'reshape' ? reads[0] : layer.name);
    if (layer.op !== 'reshape') nodes.push({ layer, reads });
  }
  if (nodes.length === 0) throw new InputError(`network ${name} has no layer for the fabric`);
  return { nodes, host };
}
