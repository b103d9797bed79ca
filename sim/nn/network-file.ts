import { allowedNames } from '../core/input/nearest.js';
import { parseYaml } from '../core/input/yaml.js';
import { buildInput } from './build-input.js';
import { buildLayers } from './build-layers.js';
import { describeType } from './data-type.js';
import { elements, type Layer, type Network } from './network.js';
import { type NetworkSource, networkSchema, type Report } from './network-schema.js';
import { SCORE_BITS } from './schema-parts.js';

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

const networkFileSchema = networkSchema.transform((source, context): NetworkFile => {
  const report: Report = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
  const input = buildInput(source.input, report);
  const { name, description, dataset, output, outputs, parameters } = source;
  const layers = buildLayers(input, source.layers, outputs ?? [], report);
  if (outputs !== undefined) checkOutputs(outputs, layers, report);
  if (output !== undefined) checkOutput(output, layers[layers.length - 1], report);
  return {
    network: {
      name,
      description,
      ...(dataset === undefined ? {} : { dataset }),
      input,
      classes: output?.classes ?? [],
      classRule: output?.rule ?? 'none',
      ...(output?.gains === undefined ? {} : { classReals: { gains: output.gains, offsets: output.offsets ?? [] } }),
      layers,
      ...(outputs === undefined ? {} : { outputs }),
    },
    ...(parameters === undefined ? {} : { parametersFile: parameters }),
  };
});

function checkOutputs(outputs: readonly string[], layers: readonly Layer[], report: Report): void {
  const names = layers.map(({ name }) => name);
  outputs.forEach((name, index) => {
    if (!names.includes(name)) report(['outputs', index], `no layer ${name}, ${allowedNames(name, names)}`);
    if (outputs.indexOf(name) < index) report(['outputs', index], `the layer ${name} is named twice`);
  });
  const last = names[names.length - 1];
  if (!outputs.includes(last)) report(['outputs'], `the last layer, ${last}, is not among them`);
}

function checkOutput(output: NonNullable<NetworkSource['output']>, last: Layer, report: Report): void {
  const { rule, classes } = output;
  const { name, outputShape, outputType } = last;
  const outputs = elements(outputShape);
  if (classes.length > outputs) {
    const allowed = `allowed: at most ${outputs}, the outputs of ${name}`;
    report(['output', 'classes'], `found ${classes.length} classes, ${allowed}`);
  }
  const found = `found ${describeType(outputType)} outputs of ${name}`;
  const standsForReals = rule === 'largestReal' && outputType.encoding !== 'float';
  for (const key of ['gains', 'offsets'] as const) {
    const [count, expected] = [output[key]?.length ?? 0, standsForReals ? classes.length : 0];
    if (count !== expected)
      report(['output', key], `found ${count} numbers, expected ${expected} with ${rule}, ${found}`);
  }
  if (rule === 'highestSetBit' && outputType.bits !== 1) {
    report(['output', 'rule'], `highestSetBit needs 1-bit outputs, ${found}`);
  }
  if (rule === 'highestSetBit') return;
  if (rule === 'largestReal' && !standsForReals) return;
  const encoding = rule === 'largestUnsigned' ? 'unsigned' : 'signed';
  const fillsLanes = encoding === 'unsigned' || SCORE_BITS.includes(outputType.bits);
  if (outputType.encoding !== encoding || !fillsLanes) {
    const bits = encoding === 'unsigned' ? '' : ` of ${SCORE_BITS.join(', ')} bits`;
    report(['output', 'rule'], `${rule} needs ${encoding} outputs${bits}, ${found}`);
  }
}
