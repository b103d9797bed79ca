import { InputError } from '../core/input/input-error.js';
import { allowedNames } from '../core/input/nearest.js';
import type { Layer, Network, Padding, Size } from '../nn/network.js';
import { NO_PADDING } from '../nn/windows.js';
import { MOST_KERNEL, MOST_STRIDE } from './kernels/any-window.js';
import { type LayerSource, layerOn, type NamedMap, outputMapOf } from './layer-on.js';
import { type Gap8Layer, type Gap8Network, NETWORK_INPUT } from './layers.js';
import { INPUT_OPERANDS } from './schedule.js';

const ALLOWED = `allowed: convolutions with one group or one for each channel, pools, windows of up to ${MOST_KERNEL} x ${MOST_KERNEL} that overhang by less than their size, add, concat of up to ${INPUT_OPERANDS.length} maps by channels, pad before a convolution, mean, rescale, reshape of whole pixels or to a vector, fully connected layers, and softmax at the end`;

/** A map that a layer of the network gives, and the zeros around it that the convolutions which read it add. */
interface KnownMap {
  readonly map: NamedMap;
  readonly zeros: Padding;
}

/**
 * The layers of a network as this machine runs them. Zeros around a map are left to the convolutions behind; maps in another shape
 * are the same bytes; a softmax at the end runs in software and is not timed.
 * @throws InputError for the first layer that it cannot run
 */
export function gap8LayersOf({
  name,
  input,
  layers: sources,
}: Pick<Network, 'name' | 'input' | 'layers'>): Gap8Network {
  const known = new Map<string, KnownMap>();
  known.set(NETWORK_INPUT, { map: mapOf(NETWORK_INPUT, input.shape), zeros: NO_PADDING });
  const layers: Gap8Layer[] = [];
  const inSoftware: string[] = [];
  for (const source of sources) {
    const reading = new Reading(source, known);
    if (source.inputs.some((each) => inSoftware.includes(each)) || source.op === 'softmax') {
      if (source.op !== 'softmax' && source.op !== 'reshape') throw reading.refused('reads the output of a softmax');
      inSoftware.push(source.name);
    } else if (source.op === 'reshape') {
      known.set(source.name, reading.reshaped());
    } else if (source.op === 'pad') {
      known.set(source.name, reading.padded(source.padding));
    } else {
      const layer = reading.layer();
      layers.push(layer);
      known.set(source.name, { map: outputMapOf(layer), zeros: NO_PADDING });
    }
  }
  if (layers.length > 0) return { name, layers, inSoftware };
  throw new InputError(`${name}: has no layer that GAP8's cluster runs, ${ALLOWED}`);
}

/** A map by the shape that a network has it in: height, width, channels, or features. */
function mapOf(name: string, shape: readonly number[]): NamedMap {
  if (shape.length !== 3) {
    return { name, channels: shape.reduce((product, side) => product * side, 1), height: 1, width: 1 };
  }
  const [height, width, channels] = shape;
  return { name, channels, height, width };
}

/** One layer of the network, and the maps before it. */
class Reading {
  constructor(
    private readonly source: Layer,
    private readonly known: ReadonlyMap<string, KnownMap>,
  ) {}

  refused(what: string): InputError {
    return new InputError(`${this.source.name}: ${what}, which GAP8 cannot run, ${ALLOWED}`);
  }

  /** The same bytes: in planes a map of whole pixels lies as before; the weights behind a vector are laid out for it. */
  reshaped(): KnownMap {
    const { inputShape, outputShape } = this.source;
    const [{ map, zeros }] = this.inputs();
    if (zeros !== NO_PADDING) throw this.refused('a reshape of a padded map');
    if (outputShape.length !== 1 && inputShape.at(-1) !== outputShape.at(-1)) {
      throw this.refused(`a reshape of ${inputShape.join(' x ')} to ${outputShape.join(' x ')}`);
    }
    return { map: mapOf(map.name, outputShape), zeros };
  }

  padded(padding: Padding): KnownMap {
    const [{ map, zeros }] = this.inputs();
    return { map, zeros: sum(zeros, padding) };
  }

  layer(): Gap8Layer {
    const { source } = this;
    const inputs = this.inputs();
    const isConvolution = source.op === 'convolution' || source.op === 'integerConvolution';
    const padded = inputs.findIndex(({ zeros }) => zeros !== NO_PADDING);
    if (padded >= 0 && !isConvolution) throw this.refused(`reads ${source.inputs[padded]}, a padded map`);
    const own = this.layerSource(inputs[0]);
    const maps = inputs.map(({ map }) => map);
    return layerOn(own, own.op === 'fullyConnected' ? maps.map(flat) : maps);
  }

  private inputs(): KnownMap[] {
    return this.source.inputs.map((name) => {
      const input = this.known.get(name);
      if (input !== undefined) return input;
      throw this.refused(`reads ${name}, ${allowedNames(name, [...this.known.keys()])}`);
    });
  }

  private layerSource({ map, zeros }: KnownMap): LayerSource {
    const { source } = this;
    const { name, outputShape } = source;
    switch (source.op) {
      case 'fullyConnected':
      case 'integerFullyConnected':
        return { name, op: 'fullyConnected', outChannels: outputShape.at(-1) };
      case 'convolution':
      case 'integerConvolution': {
        const { kernel, stride, dilation, groups } = source;
        const outChannels = outputShape[2];
        if (dilation.some((step) => step !== 1))
          throw this.refused(`a convolution with dilation ${dilation.join(' x ')}`);
        const padding = sum(source.padding, zeros);
        const window = this.window(map, kernel, stride, padding);
        if (groups === 1)
          return { name, op: isPoint(kernel, stride) ? 'pointwise' : 'convolution', outChannels, ...window };
        if (groups === map.channels && groups === outChannels) return { name, op: 'depthwise', ...window };
        throw this.refused(`a convolution in ${groups} groups of ${map.channels} to ${outChannels} channels`);
      }
      case 'maxPool':
      case 'integerMaxPool':
        return { name, op: 'maxPool', ...this.window(map, source.kernel, source.stride, source.padding) };
      case 'averagePool': {
        const { kernel, stride, padding = NO_PADDING } = source;
        return { name, op: 'averagePool', ...this.window(map, kernel, stride, padding) };
      }
      case 'mean':
        return { name, op: 'averagePool', ...this.window(map, [map.height, map.width], [1, 1], NO_PADDING) };
      case 'add':
        return { name, op: 'add' };
      case 'rescale':
        return { name, op: 'scale' };
      case 'concat':
        if (source.axis !== source.inputShape.length - 1) throw this.refused(`a concat along axis ${source.axis}`);
        if (source.inputs.length > INPUT_OPERANDS.length)
          throw this.refused(`a concat of ${source.inputs.length} maps`);
        return { name, op: 'concat' };
      default:
        throw this.refused(`a layer of the kind ${source.op}`);
    }
  }

  /** A window that the kernels can do; one over the whole map may be larger, and its stride does not matter. */
  private window({ height, width }: NamedMap, kernel: Size, stride: Size, padding: Padding) {
    const { top, left, bottom, right } = padding;
    const isWhole = kernel[0] === height && kernel[1] === width && top + left + bottom + right === 0;
    const fits =
      Math.max(...kernel) <= MOST_KERNEL &&
      Math.max(...stride) <= MOST_STRIDE &&
      Math.max(top, bottom) < kernel[0] &&
      Math.max(left, right) < kernel[1];
    if (isWhole) return { kernel, stride: [1, 1] as const, padding };
    if (fits) return { kernel, stride, padding };
    const zeros = [top, left, bottom, right].join(', ');
    throw this.refused(`a window of ${kernel.join(' x ')} with stride ${stride.join(' x ')} and padding ${zeros}`);
  }
}

function isPoint(kernel: Size, stride: Size): boolean {
  return [...kernel, ...stride].every((size) => size === 1);
}

function flat({ name, channels, height, width }: NamedMap): NamedMap {
  return { name, channels: channels * height * width, height: 1, width: 1 };
}

function sum(a: Padding, b: Padding): Padding {
  if (b === NO_PADDING) return a;
  return { top: a.top + b.top, left: a.left + b.left, bottom: a.bottom + b.bottom, right: a.right + b.right };
}
