import type { Layer, Network, Shape } from '../../nn/network.js';
import type { MapSize, Storage, View } from './operations.js';

/** Where a tensor lies: in memory of its own, or among the channels of what it is concatenated to. */
interface Place {
  readonly owner: string;
  readonly channelOffset: number;
}

/** A shape as height, width and channels; a plain number of features are the channels of one pixel. */
export function mapSizeOf(shape: Shape): MapSize {
  if (shape.length === 3) return { height: shape[0], width: shape[1], channels: shape[2] };
  const [width, channels] = shape.length === 2 ? shape : [1, shape[0]];
  return { height: 1, width, channels };
}

/**
 * Which tensors of a network have memory, and which share it: those that are concatenated along their channels, and those that
 * are another's under another shape.
 */
export class Storages {
  private readonly places = new Map<string, Place>();
  private readonly owned = new Map<string, Storage>();
  private readonly shapes: ReadonlyMap<string, MapSize>;

  /** @param aliases of tensors that are others under another name: to those */
  constructor(
    network: Network,
    private readonly aliases: ReadonlyMap<string, string>,
    concats: readonly Layer[],
    onHost: ReadonlySet<string>,
  ) {
    const { layers, input, outputs = [] } = network;
    this.shapes = new Map([
      ['input', mapSizeOf(input.shape)],
      ...layers.map(({ name, outputShape }) => [name, mapSizeOf(outputShape)] as const),
    ]);
    for (const { name, inputs } of concats) {
      let channelOffset = 0;
      for (const each of inputs) {
        const source = this.root(each);
        const { channels } = this.shapes.get(source)!;
        const shared = source === 'input' || onHost.has(source) || this.places.has(source);
        if (!shared) this.places.set(source, { owner: name, channelOffset });
        channelOffset += channels;
      }
    }
    const read = new Set(layers.flatMap(({ inputs }) => inputs.map((each) => this.root(each))));
    const exposed = new Set(outputs.map((each) => this.root(each)));
    this.isOutput = (name) => !read.has(name) || exposed.has(name);
  }

  private readonly isOutput: (name: string) => boolean;

  /** The tensor that a name stands for. */
  root(name: string): string {
    const alias = this.aliases.get(name);
    return alias === undefined ? name : this.root(alias);
  }

  /** Whether a tensor lies at its place among the channels of a concatenation; else it has to be copied there. */
  liesIn(name: string, concat: string, channelOffset: number): boolean {
    const place = this.places.get(this.root(name));
    return place !== undefined && place.owner === concat && place.channelOffset === channelOffset;
  }

  /** The tensor of a name. */
  view(name: string): View {
    const source = this.root(name);
    return this.part(source, 0, this.shapes.get(source)!.channels);
  }

  /** Some channels of a tensor. */
  part(name: string, channelOffset: number, channels: number): View {
    let [owner, offset] = [this.root(name), channelOffset];
    for (let place = this.places.get(owner); place !== undefined; place = this.places.get(owner)) {
      [owner, offset] = [place.owner, offset + place.channelOffset];
    }
    const storage = this.storage(owner);
    return { storage, channelOffset: offset, height: storage.height, width: storage.width, channels };
  }

  private storage(name: string): Storage {
    const known = this.owned.get(name);
    if (known !== undefined) return known;
    const place = name === 'input' ? 'input' : this.isOutput(name) ? 'output' : 'workspace';
    const storage: Storage = { name, place, ...this.shapes.get(name)! };
    this.owned.set(name, storage);
    return storage;
  }
}
