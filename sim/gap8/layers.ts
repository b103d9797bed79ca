/** What a layer computes: a 3x3 convolution, one with a channel of its own for each output, a 1x1 convolution, and so on. */
export const GAP8_OPS = ['convolution', 'depthwise', 'pointwise', 'averagePool', 'fullyConnected'] as const;

export type Gap8Op = (typeof GAP8_OPS)[number];

/** Geometry of a layer, on planes of bytes (CHW). A fully connected layer has planes of one pixel. */
export interface Gap8Layer {
  readonly name: string;
  readonly op: Gap8Op;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Of the input. */
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly stride: 1 | 2;
  /** Rows and columns above and to the left of the input. */
  readonly padTop: number;
  readonly padLeft: number;
}

/** A chain of layers, each of which reads the one before it. */
export interface Gap8Network {
  readonly name: string;
  readonly layers: readonly Gap8Layer[];
}

const WINDOW = 3;
const FULLY_CONNECTED_OUTPUT_BYTES = 2;

/** Bytes of the tensors of a layer. Multipliers are one a channel; pool and fully connected layers have none. */
export function tensorBytes({ op, inChannels, outChannels }: Gap8Layer, tensor: Tensor): number {
  switch (tensor) {
    case 'weights':
      return weightsOfAnOutput(op, inChannels) * outChannels;
    case 'bias':
      if (op === 'averagePool') return 0;
      return op === 'fullyConnected' ? FULLY_CONNECTED_OUTPUT_BYTES * outChannels : outChannels;
    case 'multiplier':
      return op === 'averagePool' || op === 'fullyConnected' ? 0 : outChannels;
  }
}

/** What a layer has beside its feature maps. */
export const TENSORS = ['weights', 'bias', 'multiplier'] as const;

export type Tensor = (typeof TENSORS)[number];

/** The tensors that a layer has. */
export function tensorsOf(layer: Gap8Layer): Tensor[] {
  return TENSORS.filter((tensor) => tensorBytes(layer, tensor) > 0);
}

export function weightsOfAnOutput(op: Gap8Op, inChannels: number): number {
  switch (op) {
    case 'convolution':
      return WINDOW * WINDOW * inChannels;
    case 'depthwise':
      return WINDOW * WINDOW;
    case 'averagePool':
      return 0;
    default:
      return inChannels;
  }
}

/** Bytes of an output pixel of one channel. */
export function outputBytes({ op }: Gap8Layer): number {
  return op === 'fullyConnected' ? FULLY_CONNECTED_OUTPUT_BYTES : 1;
}

export function inputMapBytes({ inChannels, height, width }: Gap8Layer): number {
  return inChannels * height * width;
}

export function outputMapBytes(layer: Gap8Layer): number {
  return layer.outChannels * layer.outHeight * layer.outWidth * outputBytes(layer);
}

/** Multiply-accumulates of an image; an average adds only. */
export function gap8Macs(layer: Gap8Layer): number {
  const { op, inChannels, outChannels, outHeight, outWidth } = layer;
  return weightsOfAnOutput(op, inChannels) * outChannels * outHeight * outWidth;
}

/**
 * Operations as the published table counts them: a MAC is one, and so is the bias of an output of a 3x3 convolution; a pool has
 * one for each pixel; the biases of pointwise and fully connected layers are not counted. (facts/gap8.md section 1)
 */
export function publishedOperations(layer: Gap8Layer): number {
  const { op, inChannels, height, width, outChannels, outHeight, outWidth } = layer;
  if (op === 'averagePool') return inChannels * height * width;
  const biases = op === 'convolution' || op === 'depthwise' ? outChannels * outHeight * outWidth : 0;
  return gap8Macs(layer) + biases;
}

/** What a layer is made of in a file; sizes follow from the layer before it. */
export interface LayerSource {
  readonly name: string;
  readonly op: Gap8Op;
  readonly outChannels?: number | undefined;
  readonly stride: 1 | 2;
}

/** Height, width and channels of a feature map. */
export interface MapSize {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** A layer on a map. Padding keeps the size (halves it, rounded up, at stride 2), and what is odd comes behind. */
export function layerOn(
  { name, op, outChannels, stride }: LayerSource,
  { channels, height, width }: MapSize,
): Gap8Layer {
  const base = { name, op, inChannels: channels, outChannels: outChannels ?? channels, height, width, stride };
  switch (op) {
    case 'averagePool':
    case 'fullyConnected':
      return { ...base, outHeight: 1, outWidth: 1, padTop: 0, padLeft: 0 };
    case 'pointwise':
      return { ...base, outHeight: height, outWidth: width, padTop: 0, padLeft: 0 };
    default: {
      const [outHeight, outWidth] = [Math.ceil(height / stride), Math.ceil(width / stride)];
      const before = (side: number, out: number) => Math.floor(Math.max(0, (out - 1) * stride + WINDOW - side) / 2);
      return { ...base, outHeight, outWidth, padTop: before(height, outHeight), padLeft: before(width, outWidth) };
    }
  }
}

export function outputSizeOf({ outChannels, outHeight, outWidth }: Gap8Layer): MapSize {
  return { channels: outChannels, height: outHeight, width: outWidth };
}
