import { checkOverhang } from './build-integer-layers.js';
import { checkEqualShapes, checkReshaped, concatShape, meanShape, paddedShape } from './build-shapes.js';
import { buildGroups, buildOutputShape, type LayerSource, type Source, type Tensor } from './build-windows.js';
import { describeType, FLOAT } from './data-type.js';
import type { FloatConvolutionLayer, FloatLayer } from './float-layers.js';
import { elements } from './network.js';
import type { Report } from './network-schema.js';
import { MAX_FEATURES } from './schema-parts.js';

type FloatSource = Extract<LayerSource, { op: FloatLayer['op'] }>;

/** Whether a layer of a file is one of real numbers. */
export function isFloatSource(source: LayerSource): source is FloatSource {
  return source.op.startsWith('float');
}

/** A layer of real numbers. */
export function buildFloatLayer(source: FloatSource, inputs: readonly Tensor[], report: Report): FloatLayer {
  const [read] = inputs;
  for (const tensor of inputs) checkReal(tensor, report);
  const fields = {
    name: source.name,
    inputs: inputs.map(({ name }) => name),
    inputShape: read.shape,
    inputType: FLOAT,
    outputType: FLOAT,
  };
  switch (source.op) {
    case 'floatFullyConnected': {
      const { op, outputFeatures: mh, biased } = source;
      return { ...fields, op, outputShape: [mh], mw: elements(read.shape), mh, biased };
    }
    case 'floatConvolution':
      return { ...fields, ...buildConvolution(source, read, report) };
    case 'floatMaxPool':
    case 'floatAveragePool':
      return { ...fields, ...buildPool(source, read, report) };
    case 'floatMean':
      return { ...fields, op: source.op, outputShape: meanShape(source, read, report) };
    case 'floatAdd':
      checkEqualShapes(inputs[0], inputs[1], report);
      return { ...fields, op: source.op, outputShape: read.shape };
    case 'floatConcat': {
      const { op, axis } = source;
      const inputShapes = inputs.map(({ shape }) => shape);
      return { ...fields, op, outputShape: concatShape(inputs, axis, report), axis, inputShapes };
    }
    case 'floatPad':
      return { ...fields, op: source.op, outputShape: paddedShape(source, read, report), padding: source.padding };
    case 'floatReshape':
      checkReshaped(source.shape, read, report);
      return { ...fields, op: source.op, outputShape: source.shape };
    default: {
      const { inputs: _, ...own } = source;
      return { ...fields, ...own, outputShape: read.shape };
    }
  }
}

type ConvolutionFields = Pick<
  FloatConvolutionLayer,
  'op' | 'outputShape' | 'mw' | 'mh' | 'groups' | 'biased' | 'kernel' | 'stride' | 'dilation' | 'padding'
>;

function buildConvolution(source: Source<'floatConvolution'>, read: Tensor, report: Report): ConvolutionFields {
  const { op, outputChannels: mh, kernel, stride, dilation, padding, biased } = source;
  const windows = { kernel, stride, dilation, padding };
  const outputShape = buildOutputShape(op, windows, read, mh, report);
  const groups = buildGroups(source, read, report);
  const mw = (elements(kernel) * (read.shape[2] ?? 1)) / groups;
  if (mw > MAX_FEATURES) report(['kernel'], `found ${mw} weights for an output, allowed: at most ${MAX_FEATURES}`);
  return { op, outputShape, mw, mh, groups, biased, ...windows };
}

function buildPool(source: Source<'floatMaxPool' | 'floatAveragePool'>, read: Tensor, report: Report) {
  const { kernel, stride = kernel, padding } = source;
  checkOverhang(kernel, padding, report);
  const windows = { kernel, stride, dilation: [1, 1], padding } as const;
  const outputShape = buildOutputShape(source.op, windows, read, read.shape[2] ?? 1, report);
  const fields = { outputShape, kernel, stride, padding };
  const { op } = source;
  return op === 'floatMaxPool' ? { ...fields, op } : { ...fields, op, countsPadding: source.countsPadding };
}

function checkReal({ name, type }: Tensor, report: Report): void {
  if (type.encoding === 'float') return;
  report([], `reads ${describeType(type)} codes of ${name}, allowed: 32-bit float ones`);
}
