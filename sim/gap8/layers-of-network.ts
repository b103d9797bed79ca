import { InputError } from '../core/input/input-error.js';
import { type Gap8Layer, type Gap8Network, type Gap8Op, layerOn, type MapSize, outputSizeOf } from './layers.js';

/** What this machine needs to know of a layer of a network; shapes are height, width, channels, or features. */
export interface NetworkLayer {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly kernel?: readonly [number, number];
  readonly stride?: readonly [number, number];
  readonly dilation?: readonly [number, number];
  readonly groups?: number;
  readonly padding?: { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };
}

const ALLOWED =
  'allowed: chains of 3x3 convolutions with stride 2, depthwise 3x3 convolutions with stride 1 or 2, 1x1 convolutions, averages over whole maps and fully connected layers';

/**
 * The layers of a network as this machine runs them.
 * @throws InputError for the first layer that it cannot run
 */
export function gap8LayersOf({
  name,
  layers: sources,
}: {
  readonly name: string;
  readonly layers: readonly NetworkLayer[];
}): Gap8Network {
  const layers: Gap8Layer[] = [];
  for (const source of sources) {
    const before = layers.at(-1)?.name ?? 'input';
    const fail = (what: string) => new InputError(`${source.name}: ${what}, which GAP8 cannot run, ${ALLOWED}`);
    if (source.inputs.join() !== before) throw fail(`reads ${source.inputs.join(' and ')}, not ${before}`);
    const op = opOf(source);
    if (op === undefined) throw fail(describe(source));
    const stride = source.stride?.[0] === 2 ? 2 : 1;
    const outChannels = source.outputShape[source.outputShape.length - 1];
    const layer = layerOn({ name: source.name, op, outChannels, stride }, mapOf(source, op));
    if (!padsAlike(layer, source)) throw fail(`a padding other than that which keeps or halves the size`);
    layers.push(layer);
  }
  return { name, layers };
}

function mapOf({ inputShape }: NetworkLayer, op: Gap8Op): MapSize {
  if (op === 'fullyConnected') {
    return { channels: inputShape.reduce((product, side) => product * side, 1), height: 1, width: 1 };
  }
  const [height, width, channels] = inputShape;
  return { channels, height, width };
}

function opOf(layer: NetworkLayer): Gap8Op | undefined {
  const { inputShape, outputShape, kernel = [1, 1], stride = [1, 1], dilation = [1, 1], groups = 1 } = layer;
  const kind = layer.op.toLowerCase();
  if (kind.endsWith('fullyconnected')) return 'fullyConnected';
  const [height, width, channels] = inputShape;
  if (kind === 'averagepool') return kernel[0] === height && kernel[1] === width ? 'averagePool' : undefined;
  const square = kernel[0] === kernel[1] && stride[0] === stride[1] && dilation[0] === 1 && dilation[1] === 1;
  if (!kind.endsWith('convolution') || !square) return undefined;
  if (kernel[0] === 1) return stride[0] === 1 && groups === 1 ? 'pointwise' : undefined;
  if (kernel[0] !== 3 || height < 2 || width < 2) return undefined;
  if (groups === channels && outputShape[2] === channels && channels > 1)
    return stride[0] <= 2 ? 'depthwise' : undefined;
  return groups === 1 && stride[0] === 2 ? 'convolution' : undefined;
}

function describe({ op, kernel, stride, groups = 1 }: NetworkLayer): string {
  const window = kernel === undefined ? '' : ` of ${kernel.join(' x ')}`;
  const steps = stride === undefined ? '' : ` with stride ${stride.join(' x ')}`;
  return `a layer of the kind ${op}${window}${steps}${groups === 1 ? '' : ` in ${groups} groups`}`;
}

/** The machine's own padding keeps or halves the size, and what is odd comes behind. */
function padsAlike(layer: Gap8Layer, { padding, outputShape }: NetworkLayer): boolean {
  const { height, width } = outputSizeOf(layer);
  if (layer.op === 'averagePool' || layer.op === 'fullyConnected') return true;
  const { top, left } = padding ?? { top: 0, left: 0 };
  return top === layer.padTop && left === layer.padLeft && outputShape[0] === height && outputShape[1] === width;
}
