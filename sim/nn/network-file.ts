import type { z } from 'zod';
import { allowedNames } from '../core/input/nearest.js';
import { parseYaml } from '../core/input/yaml.js';
import { type DataType, describeType } from './data-type.js';
import { type Layer, type Network, pixelsPerImage } from './network.js';
import { networkSchema } from './network-schema.js';

/** What a network file says. */
export interface NetworkFile {
  /** The network, without parameters. */
  readonly network: Network;
  /** Path of its parameter file, relative to the network file. */
  readonly parametersFile?: string;
}

/**
 * Reads a network from YAML (schema qcycle.network/1).
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseNetwork(text: string, file: string): NetworkFile {
  return parseYaml(text, file, networkFileSchema);
}

type NetworkSource = z.output<typeof networkSchema>;
type Report = (path: (string | number)[], message: string) => void;

const networkFileSchema = networkSchema.transform((source, context): NetworkFile => {
  const report: Report = (path, message) => context.addIssue({ code: 'custom', path, message });
  checkInput(source, report);
  const layers = buildLayers(source, report);
  checkOutput(source, layers, report);
  const { name, description, dataset, input, output, parameters } = source;
  return {
    network: {
      name,
      description,
      ...(dataset === undefined ? {} : { dataset }),
      input,
      classes: output.classes,
      classRule: output.rule,
      layers,
    },
    ...(parameters === undefined ? {} : { parametersFile: parameters }),
  };
});

function checkInput({ input }: NetworkSource, report: Report): void {
  const features = pixelsPerImage(input);
  if (input.paddedFeatures >= features) return;
  const message = `found ${input.paddedFeatures}, allowed: at least ${features} (${input.shape.join(' x ')})`;
  report(['input', 'paddedFeatures'], message);
}

/** The layers with the sizes and types of what they read; a problem is reported and the network's input stands in. */
function buildLayers({ input, layers }: NetworkSource, report: Report): Layer[] {
  const networkInput = { features: input.paddedFeatures, type: input.type };
  const tensors = new Map<string, { readonly features: number; readonly type: DataType }>([['input', networkInput]]);
  const built = layers.map((source, index): Layer => {
    const { name, op, outputFeatures, accumulate } = source;
    const inputs = source.inputs ?? ([layers[index - 1]?.name ?? 'input'] as const);
    const read = tensors.get(inputs[0]);
    if (read === undefined) {
      const allowed = allowedNames(inputs[0], [...tensors.keys()]);
      report(['layers', index, 'inputs', 0], `no layer ${inputs[0]} before this one, ${allowed}`);
    }
    if (tensors.has(name)) report(['layers', index, 'name'], `the name ${name} is taken`);
    tensors.set(name, { features: outputFeatures, type: source.activation });
    const { features: inputFeatures, type: inputType } = read ?? networkInput;
    const types = { inputType, weightType: source.weights, outputType: source.activation };
    if (accumulate === 'matches' && !(isBipolar(inputType) && isBipolar(source.weights))) {
      const found = `found ${describeType(inputType)} inputs and ${describeType(source.weights)} weights`;
      report(['layers', index, 'accumulate'], `matches needs bipolar inputs and weights, ${found}`);
    }
    return { name, op, inputs, inputFeatures, outputFeatures, ...types, accumulate };
  });
  const readNames = new Set(built.map(({ inputs: [name] }) => name));
  built.slice(0, -1).forEach(({ name }, index) => {
    if (!readNames.has(name)) {
      report(['layers', index, 'name'], `no layer reads ${name}, and only the last layer is the output`);
    }
  });
  return built;
}

function checkOutput({ output }: NetworkSource, layers: readonly Layer[], report: Report): void {
  const { name, outputFeatures, outputType } = layers[layers.length - 1];
  if (output.classes.length > outputFeatures) {
    const allowed = `allowed: at most ${outputFeatures}, the outputs of ${name}`;
    report(['output', 'classes'], `found ${output.classes.length} classes, ${allowed}`);
  }
  if (outputType.bits !== 1) {
    const found = `found ${describeType(outputType)} outputs of ${name}`;
    report(['output', 'rule'], `${output.rule} needs 1-bit outputs, ${found}`);
  }
}

function isBipolar(type: DataType): boolean {
  return type.encoding === 'bipolar';
}
