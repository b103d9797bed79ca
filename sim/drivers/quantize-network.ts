import { InputError } from '../core/input/input-error.js';
import { packageVersion } from '../core/package-root.js';
import { isFloatParameterLayer, type Network } from '../nn/network.js';
import { type MinMaxOptions, type QuantizedBits, quantizeMinMax } from '../nn/quantize/min-max-network.js';
import { signalToNoise } from '../nn/quantize/noise.js';
import { type Accuracy, accuracyOf, outputsOf } from './accuracy.js';
import type { Pictures } from './job.js';

/** One way to quantize a network, and what becomes of its accuracy. */
export interface QuantizationRow extends Accuracy {
  /** What is quantized, in words: `weights`, `weights and activations`. */
  readonly series: string;
  /** Null where it is not quantized. */
  readonly weights: number | null;
  readonly inputs: number | null;
  readonly activations: number | null;
}

/** A layer, and the network's signal-to-noise ratio where it alone is quantized; null where nothing changes. */
export interface LayerNoise {
  readonly layer: string;
  readonly signalToNoiseDb: number | null;
}

/** Accuracy against bits (schema qcycle.quantization/1). */
export interface QuantizationRecord {
  readonly schema: 'qcycle.quantization/1';
  readonly qcycle: string;
  readonly network: string;
  readonly scheme: string;
  /** Of the network as it is. */
  readonly float: Accuracy;
  readonly rows: readonly QuantizationRow[];
  /** The layers that suffer most, the worst first, at the bits of the last row. */
  readonly worstLayers: readonly LayerNoise[];
}

export interface QuantizationJob {
  readonly network: Network;
  readonly pictures: Required<Pick<Pictures, 'pixels' | 'labels'>>;
  readonly images: number;
  /** What is quantized, one row each. */
  readonly rows: readonly QuantizedBits[];
  readonly stored?: MinMaxOptions['stored'];
  /** Told what begins, in words, and then of the images done. */
  readonly begin?: (title: string) => void;
  readonly progress?: (images: number) => void;
  readonly end?: (accuracy: Accuracy) => void;
}

/** Images of which the noise of single layers is measured. */
const NOISE_IMAGES = 100;
const WORST_LAYERS = 5;

/**
 * Measures what min/max quantization costs a network of real numbers (docs/quantization.md).
 * @throws InputError as `quantizeMinMax` and `accuracyOf` do
 */
export async function measureQuantization(job: QuantizationJob): Promise<QuantizationRecord> {
  const { network, pictures, images, rows, stored = 'real', begin, progress, end } = job;
  const measure = async (title: string, quantized: Network) => {
    begin?.(title);
    const accuracy = await accuracyOf(quantized, pictures, images, progress);
    end?.(accuracy);
    return accuracy;
  };
  const float = await measure('float', network);
  const measured: QuantizationRow[] = [];
  for (const bits of rows) {
    const accuracy = await measure(describeBits(bits), quantizeMinMax(network, bits, { stored }));
    measured.push({ ...rowOf(bits), ...accuracy });
  }
  return {
    schema: 'qcycle.quantization/1',
    qcycle: packageVersion(),
    network: network.name,
    scheme: 'minmax',
    float,
    rows: measured,
    worstLayers: await worstLayers(job),
  };
}

/** `4 bits of weights, 8 of inputs`. */
export function describeBits(bits: QuantizedBits): string {
  const parts = partsOf(bits);
  if (parts.length === 0) return 'float';
  return parts
    .map(([what, n], index) => `${n}${index === 0 ? (n === 1 ? ' bit' : ' bits') : ''} of ${what}`)
    .join(', ');
}

function rowOf(bits: QuantizedBits): Omit<QuantizationRow, keyof Accuracy> {
  const { weights = null, inputs = null, activations = null } = bits;
  const series = partsOf(bits).map(([what]) => what);
  return { series: series.length === 3 ? 'all three' : series.join(' and '), weights, inputs, activations };
}

function partsOf({ weights, inputs, activations }: QuantizedBits): [what: string, bits: number][] {
  return Object.entries({ weights, inputs, activations }).flatMap(([what, n]): [string, number][] =>
    n === undefined ? [] : [[what, n]],
  );
}

/** By how far the network's outputs differ where one layer is quantized, for the first images. */
async function worstLayers({ network, pictures, images, rows }: QuantizationJob): Promise<LayerNoise[]> {
  const { weights, activations } = rows[rows.length - 1] ?? {};
  const bits = { ...(weights === undefined ? {} : { weights }), ...(activations === undefined ? {} : { activations }) };
  const names = network.layers
    .filter(
      (layer) =>
        (isFloatParameterLayer(layer) && 'weights' in bits) || (layer.op === 'floatRelu' && 'activations' in bits),
    )
    .map(({ name }) => name);
  const count = Math.min(images, NOISE_IMAGES);
  const reference = await outputsOf(network, pictures.pixels, count);
  const noises: LayerNoise[] = [];
  for (const layer of names) {
    const outputs = await outputsOf(quantizeMinMax(network, bits, { layer }), pictures.pixels, count);
    const ratio = signalToNoise(reference, outputs);
    noises.push({ layer, signalToNoiseDb: Number.isFinite(ratio) ? ratio : null });
  }
  const loudest = (noise: LayerNoise) => noise.signalToNoiseDb ?? Infinity;
  return noises.sort((a, b) => loudest(a) - loudest(b)).slice(0, WORST_LAYERS);
}

/** @throws InputError where pictures have no labels */
export function requireLabels(pictures: Pictures): Required<Pick<Pictures, 'pixels' | 'labels'>> {
  const { pixels, labels } = pictures;
  if (labels === undefined)
    throw new InputError('the images have no classes, so that no accuracy is known; give --labels');
  return { pixels, labels };
}
