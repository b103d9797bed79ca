import fc from 'fast-check';
import { type LayerSource, layerOn, type NamedMap, outputMapOf } from '../../sim/gap8/layer-on.js';
import { type Gap8Layer, type Gap8Network, NETWORK_INPUT } from '../../sim/gap8/layers.js';

const upTo = (max: number, min = 1) => fc.integer({ min, max });

type Kind = LayerSource['op'] | 'global';

interface Step {
  readonly kind: Kind;
  readonly channels: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  /** Which of the maps so far is read, and which one beside it. */
  readonly reads: number;
  readonly beside: number;
  /** By how much windows overhang, as parts of what they may. */
  readonly overhang: readonly [number, number, number, number];
}

const kinds: readonly Kind[] = [
  ...(['convolution', 'depthwise', 'pointwise', 'pointwise'] as const),
  ...(['averagePool', 'maxPool', 'add', 'add', 'concat', 'scale', 'global'] as const),
];

const steps: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...kinds),
  channels: upTo(64),
  kernel: fc.oneof(
    fc.constant([3, 3] as const),
    fc.constantFrom([1, 1] as const, [2, 2] as const, [5, 5] as const, [1, 7] as const),
  ),
  stride: fc.constantFrom([1, 1] as const, [1, 1] as const, [2, 2] as const, [2, 1] as const),
  reads: fc.nat(),
  beside: fc.nat(),
  overhang: fc.tuple(...([fc.nat(4), fc.nat(4), fc.nat(4), fc.nat(4)] as const)),
});

/** Builds a network layer by layer; keeps the maps that can be read. */
class Builder {
  readonly layers: Gap8Layer[] = [];
  readonly maps: NamedMap[];

  constructor(input: Omit<NamedMap, 'name'>) {
    this.maps = [{ name: NETWORK_INPUT, ...input }];
  }

  add(source: Omit<LayerSource, 'name'>, maps: readonly NamedMap[]): NamedMap {
    const layer = layerOn({ name: `l${this.layers.length}`, ...source }, maps);
    this.layers.push(layer);
    const map = outputMapOf(layer);
    this.maps.push(map);
    return map;
  }

  take(step: Step): void {
    // The last maps, so that chains are common and branches are not rare.
    const recent = this.maps.slice(-3);
    const map = recent[(recent.length - 1 + step.reads) % recent.length];
    const { kind, channels } = step;
    switch (kind) {
      case 'add':
        this.add({ op: 'add' }, [map, this.besideAs(map, map.channels, step)]);
        break;
      case 'concat':
        this.add({ op: 'concat' }, [map, this.besideAs(map, channels, step)]);
        break;
      case 'scale':
        this.add({ op: 'scale' }, [map]);
        break;
      case 'pointwise':
        this.add({ op: 'pointwise', outChannels: channels }, [map]);
        break;
      case 'global':
        this.add({ op: 'averagePool', kernel: [map.height, map.width] }, [map]);
        break;
      default:
        this.add({ ...windowOn(map, step), op: kind, ...(kind === 'convolution' ? { outChannels: channels } : {}) }, [
          map,
        ]);
    }
  }

  /** An earlier map of the same size, or a new one. */
  private besideAs(map: NamedMap, channels: number, { beside, kind }: Step): NamedMap {
    const alike = this.maps.filter(
      (other) =>
        other.height === map.height &&
        other.width === map.width &&
        (kind === 'concat' || other.channels === map.channels),
    );
    if (alike.length > 1) return alike[beside % alike.length];
    return this.add({ op: 'pointwise', outChannels: channels }, [map]);
  }
}

/** A window that fits on a map, and overhangs by less than its size. */
function windowOn({ height, width }: NamedMap, { kernel, stride, overhang }: Step) {
  const [kernelHeight, kernelWidth] = [Math.min(kernel[0], height), Math.min(kernel[1], width)];
  const [top, bottom] = [overhang[0] % kernelHeight, overhang[1] % kernelHeight];
  const [left, right] = [overhang[2] % kernelWidth, overhang[3] % kernelWidth];
  return { kernel: [kernelHeight, kernelWidth] as const, stride, padding: { top, left, bottom, right } };
}

/** Random graphs of layers that the machine can run, some with a fully connected layer at the end. */
export const gap8Networks: fc.Arbitrary<Gap8Network> = fc
  .record({
    input: fc.record({ channels: upTo(16), height: upTo(48, 4), width: upTo(48, 4) }),
    steps: fc.array(steps, { minLength: 1, maxLength: 7 }),
    classes: fc.option(upTo(80)),
  })
  .map(({ input, steps: chosen, classes }) => {
    const builder = new Builder(input);
    for (const step of chosen) builder.take(step);
    if (classes !== null) {
      const map = builder.maps.at(-1)!;
      const pooled = builder.add({ op: 'averagePool', kernel: [map.height, map.width] }, [map]);
      builder.add({ op: 'fullyConnected', outChannels: classes }, [pooled]);
    }
    return { name: 'random', layers: builder.layers, inSoftware: [] };
  });
