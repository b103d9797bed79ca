import { join } from 'node:path';
import { makeFolders } from '../core/input/folder.js';
import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { packageVersion } from '../core/package-root.js';
import { IntegerRunner } from '../nn/kernels/integer-runner.js';
import { packIntegerNetwork } from '../nn/kernels/pack-integer-network.js';
import { elements, type Network, pixelsPerImage } from '../nn/network.js';
import { writeQci } from '../nn/parameters/qci.js';
import { type Calibration, showTensors } from '../nn/quantize/integers/calibrate.js';
import { POWER_OF_TWO } from '../nn/quantize/integers/power-of-two.js';
import type { IntegerBits, IntegerScheme } from '../nn/quantize/integers/scheme.js';
import { SYMMETRIC } from '../nn/quantize/integers/symmetric.js';
import { type IntegerNetworkFiles, toIntegers } from '../nn/quantize/integers/to-integers.js';
import { Noise } from '../nn/quantize/noise.js';
import { accuracyOf } from './accuracy.js';
import type { LayerNoise, QuantizationJob, QuantizationRecord } from './quantize-network.js';

const SCHEMES: readonly IntegerScheme[] = [SYMMETRIC, POWER_OF_TWO];
const MAX_BITS = 8;
/** Images of which the noise of layers is measured. */
const NOISE_IMAGES = 8;
const WORST_LAYERS = 5;

/**
 * Turns a network of real numbers into one of integers for machines (docs/quantization.md).
 * @throws InputError as `toIntegers` does, and for more than 8 bits
 */
export function quantizeToIntegers(
  network: Network,
  schemeName: IntegerScheme['name'],
  { weights = MAX_BITS, inputs = MAX_BITS, activations = MAX_BITS }: Partial<IntegerBits>,
  calibration: Calibration,
): IntegerNetworkFiles {
  const bits = { weights, inputs, activations };
  for (const [what, n] of Object.entries(bits)) {
    if (n > MAX_BITS || n < 2)
      throw new InputError(`${n} bits of ${what}, allowed for ${schemeName}: 2 to ${MAX_BITS}`);
  }
  const scheme = SCHEMES.find(({ name }) => name === schemeName)!;
  const suffix = `${weights}${inputs}${activations}` === '888' ? '' : `-w${weights}i${inputs}a${activations}`;
  return toIntegers(network, scheme, bits, calibration, `${network.name}-${schemeName}${suffix}`);
}

/** Writes such a network: `<name>.yaml` and `<name>.qci`. @returns the files */
export async function writeIntegers(
  { yaml, parameters, network }: IntegerNetworkFiles,
  out: string,
): Promise<string[]> {
  makeFolders(out);
  const files = [join(out, `${network.name}.yaml`), join(out, `${network.name}.qci`)];
  await writeFileWhole(files[0], yaml);
  await writeFileWhole(files[1], writeQci(parameters));
  return files;
}

/** Measures what that costs: the accuracies, and by how far the outputs of layers differ from the real numbers. */
export async function measureIntegers(
  { network, pictures, images, begin, progress, end }: Omit<QuantizationJob, 'rows'>,
  schemeName: IntegerScheme['name'],
  { weights = MAX_BITS, inputs = MAX_BITS, activations = MAX_BITS }: Partial<IntegerBits>,
  integers: IntegerNetworkFiles,
): Promise<QuantizationRecord> {
  const measure = async (title: string, measured: Network) => {
    begin?.(title);
    const accuracy = await accuracyOf(measured, pictures, images, progress);
    end?.(accuracy);
    return accuracy;
  };
  const float = await measure('float', network);
  const accuracy = await measure(integers.network.name, integers.network);
  return {
    schema: 'qcycle.quantization/1',
    qcycle: packageVersion(),
    network: network.name,
    scheme: schemeName,
    float,
    rows: [{ series: 'all three', weights, inputs, activations, ...accuracy }],
    worstLayers: worstLayers(network, integers, pictures.pixels, Math.min(images, NOISE_IMAGES)),
  };
}

/** By how far the output of each layer differs, all before it being of integers too. */
function worstLayers(
  network: Network,
  { network: integers, standsFor }: IntegerNetworkFiles,
  pixels: Uint8Array,
  images: number,
): LayerNoise[] {
  const runner = new IntegerRunner(packIntegerNetwork(integers));
  const words = new Uint32Array(elements(integers.layers[integers.layers.length - 1].outputShape));
  const each = pixelsPerImage(network.input);
  const noises = integers.layers.map(() => new Noise());
  let ran = -1;
  showTensors(network, new Set(standsFor), { pixels, images }, (name, reals, image) => {
    if (image > ran) runner.run(pixels.subarray(image * each, (image + 1) * each), 0, 1, words);
    ran = image;
    integers.layers.forEach(({ outputType }, index) => {
      if (standsFor[index] !== name) return;
      noises[index].add(reals, runner.outputOfLayer(index), outputType.scale);
    });
  });
  const loudness = integers.layers.map(({ name }, index): LayerNoise => {
    const ratio = noises[index].signalToNoiseDb;
    return { layer: name, signalToNoiseDb: Number.isFinite(ratio) ? ratio : null };
  });
  const loudest = (noise: LayerNoise) => noise.signalToNoiseDb ?? Number.POSITIVE_INFINITY;
  return loudness.sort((a, b) => loudest(a) - loudest(b)).slice(0, WORST_LAYERS);
}
