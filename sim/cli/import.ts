import { Command, InvalidArgumentError } from 'commander';
import { type ImportNetworkOptions, importNetwork } from '../drivers/import-network.js';
import { layerMacs } from '../nn/network.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';

/** How photos are prepared for networks of ImageNet's classes (data/imagenet-samples/README.md). */
const CENTRAL_CROP = 0.875;

const EXAMPLES = `
Examples:
  $ qcycle import mobilenet_v2_1.0_224_quant.tflite --out imported
  $ qcycle import mobilenet_v2_1.0_224_quant.tflite --floats --out floats   # for quantize
  $ qcycle import cnv-w2a2.onnx --out imported --pixel-range -1,1`;

/** `import`: a trained network of others as a network file with parameters. */
export function importCommand(): Command {
  return withOutputOptions(new Command('import'))
    .description('turn a trained network into a network file with parameters')
    .argument('<file>', 'TensorFlow Lite model (.tflite), or ONNX or QONNX model (.onnx)')
    .requiredOption('--out <dir>', 'folder for <name>.yaml and its parameters')
    .option('--name <name>', 'name of the network (default: that of the file)')
    .option('--central-crop <fraction>', 'part of a photo that is cut out of its middle', parseFraction, CENTRAL_CROP)
    .option(
      '--pixel-range <from,to>',
      'numbers that the pixels 0 and 255 stand for, where the model reads real numbers (default: 0,1)',
      parseRange,
    )
    .option('--floats', 'take a TensorFlow Lite model of 8-bit integers as the real numbers that it stands for')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: OutputOptions & ImportNetworkOptions) => {
      const { network, files } = await importNetwork(file, options);
      const { name, layers, input } = network;
      const macs = layers.reduce((sum, layer) => sum + layerMacs(layer), 0);
      const text = `${name}: input ${input.shape.join(' x ')}, ${layers.length} layers, ${macs} MAC/image\n${files.join('\n')}`;
      await writeResult(options, text, { name, input: input.shape, layers: layers.length, macs, files });
    });
}

function parseFraction(text: string): number {
  const value = /^[\d.]+$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError(`Found ${text}, allowed: a number above 0, at most 1.`);
}

function parseRange(text: string): [number, number] {
  const parts = text.split(',').map((part) => (/^-?[\d.]+(e-?\d+)?$/.test(part) ? Number(part) : Number.NaN));
  const [from, to, ...others] = parts;
  if (others.length === 0 && Number.isFinite(from) && Number.isFinite(to) && from !== to) return [from, to];
  throw new InvalidArgumentError(`Found ${text}, allowed: two different numbers, as in -1,1.`);
}
