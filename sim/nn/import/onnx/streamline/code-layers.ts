import { elements, type NetworkInput } from '../../../network.js';
import type { Step } from '../graph.js';
import { isQuantized } from './element-steps.js';
import { identitySums } from './identity-sums.js';
import type { LayerDraft } from './layer-draft.js';
import { pixelCodes } from './pixels.js';
import { paddingField } from './reading.js';
import { relabelled } from './relabel.js';
import type { Codes, Pixels, PoolStep, Signal, Sums } from './signal.js';
import { thresholded } from './thresholds.js';

/** The layers that give the integers of signals, made when somebody reads them. */
export class CodeLayers {
  readonly layers: LayerDraft[] = [];
  private readonly known = new Map<Signal, Codes>();
  private read: NetworkInput | undefined;

  /** @param range real numbers that the pixels 0 and 255 stand for */
  constructor(private readonly range: readonly [number, number]) {}

  /** The network's input, when an operator has read it. */
  get input(): NetworkInput {
    return this.read!;
  }

  /** The integers of a tensor, whose layers are made where they are not there yet. @param reader for messages */
  codesOf(signal: Signal, reader: Step): Codes {
    const { padding: _, ...unpadded } = signal;
    const key = [...this.known.keys()].find((known) => sameFunction(known, unpadded));
    if (key !== undefined) return this.known.get(key)!;
    const codes = this.makeCodes(signal, reader);
    this.known.set(unpadded, codes);
    return codes;
  }

  /** Adds a layer; its name. */
  push({ operator }: Step, input: string, layer: LayerDraft['layer'], parameters?: LayerDraft['parameters']): string {
    const plain = `${operator.type.toLowerCase()}-${operator.index}`;
    const name = this.layers.some((other) => other.name === plain) ? `${plain}-${this.layers.length}` : plain;
    this.layers.push({ name, input, layer, ...(parameters === undefined ? {} : { parameters }) });
    return name;
  }

  private makeCodes(signal: Signal, reader: Step): Codes {
    const { source, elementSteps, pools } = signal;
    if (source.kind === 'pixels') return this.inputCodes({ ...signal, source }, reader);
    if (source.kind === 'codes') {
      const known = elementSteps.length === 0 ? source : relabelled(source, elementSteps);
      if (known !== undefined) return this.pooled(known, pools);
    } else if (!isQuantized(signal)) {
      throw reader.error('reads a tensor that is not quantized, allowed: what Quant and the like give');
    }
    const sums: Sums = source.kind === 'sums' ? source : identitySums(elementSteps[0].step, source);
    const { layer, parameters, codes } = thresholded({ ...signal, source: sums });
    const name = this.push(sums.step, sums.reads.name, layer, parameters);
    return this.pooled({ ...codes, name }, pools);
  }

  private inputCodes(signal: Signal & { readonly source: Pixels }, reader: Step): Codes {
    const { codes, pixels } = pixelCodes(signal, this.range, reader);
    const { shape, type } = codes;
    if (signal.pools.length > 0) throw signal.pools[0].step.error('pools pixels, allowed: what a layer gives');
    const input: NetworkInput = { shape, type, pixels, paddedFeatures: elements(shape) };
    if (this.read !== undefined && JSON.stringify(this.read) !== JSON.stringify(input)) {
      throw reader.error('reads the input by another rule than a node before it');
    }
    this.read = input;
    return { ...codes, name: 'input' };
  }

  /** What overhangs does not count in the graph: codes 0 around a map must be the smallest. */
  private pooled(codes: Codes, pools: readonly PoolStep[]): Codes {
    let before = codes;
    for (const { step, kernel, stride, padding, shape } of pools) {
      const field = paddingField(padding);
      if (field.padding !== undefined && before.type.encoding === 'signed') {
        throw step.error('pads signed numbers, allowed: no padding, or numbers of one sign');
      }
      const name = this.push(step, before.name, { op: 'maxPool', kernel, stride, ...field });
      before = { ...before, name, shape };
    }
    return before;
  }
}

/** Signals that differ only in how they lie in the graph have the same codes. */
function sameFunction(a: Signal, b: Signal): boolean {
  return a.source === b.source && sameList(a.elementSteps, b.elementSteps) && sameList(a.pools, b.pools);
}

function sameList<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
