import { Command, InvalidArgumentError } from 'commander';
import { type ImportNetworkOptions, importNetwork } from '../drivers/import-network.js';
import { layerMacs } from '../nn/network.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';

/** How photos are prepared for networks of ImageNet's classes (data/imagenet-samples/README.md). */
const CENTRAL_CROP = 0.875;

/** `import`: a trained network of others as a network file with parameters. */
export function importCommand(): Command {
  return withOutputOptions(new Command('import'))
    .description('turn a trained network into a network file with parameters')
    .argument('<file>', 'TensorFlow Lite model of 8-bit integers (.tflite)')
    .requiredOption('--out <dir>', 'folder for <name>.yaml and <name>.qci')
    .option('--name <name>', 'name of the network (default: that of the file)')
    .option('--central-crop <fraction>', 'part of a photo that is cut out of its middle', parseFraction, CENTRAL_CROP)
    .addHelpText('after', '\nExample:\n  $ qcycle import mobilenet_v2_1.0_224_quant.tflite --out imported')
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
