import { z } from 'zod';
import { parseYaml } from '../../core/input/yaml.js';
import { buildLayers } from '../build-layers.js';
import type { DataType } from '../data-type.js';
import { elements, type Layer, type Network, type NetworkInput, type Shape } from '../network.js';
import type { Report } from '../network-schema.js';
import type { EngineLimits } from './engine-limits.js';
import { OffloadedPart } from './offloaded-part.js';
import { type EntryOf, topologySchema } from './schema.js';
import { checkSections, type ReportEntry } from './sections.js';

/** A network of which an engine for multi-layer offload runs the middle, and software what lies before and behind. */
export interface Topology {
  /** The offloaded layers, without parameters. It reads and gives feature maps of codes. */
  readonly network: Network;
  /** The convolutions that software runs before. */
  readonly before: readonly SoftwareConvolution[];
  /** The fully connected layers that software runs behind. */
  readonly after: readonly SoftwareFullyConnected[];
  /** Files as they are written, relative to the layers file. */
  readonly files: TopologyFiles;
  /** Index of the first parameter file. */
  readonly firstIndex: number;
}

export interface TopologyFiles {
  /** Folder or archive of the parameters, unless the file says that they are not to be used. */
  readonly parameters?: string;
  /** A feature map that the first layer reads, and what the last one makes of it. */
  readonly input?: string;
  readonly verification?: string;
}

/** A convolution in software: shapes are height, width, channels, and the padding is on all sides. */
export interface SoftwareConvolution {
  readonly name: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

export interface SoftwareFullyConnected {
  readonly name: string;
  readonly inputFeatures: number;
  readonly outputFeatures: number;
}

/**
 * Reads a layers file of QNN-MO-PYNQ (facts/qnn-mo-pynq.md section 2.1). What lies between a split and its merge becomes
 * grouped layers; a pool gets the engine's window, and as padding what its input has more than the convolution gives, the
 * smaller half at the top and left.
 * @param file name of the text in messages
 * @param limits of the engine that is to run it
 * @throws InputError for the first problem, at its line and column: an unknown func, shapes that do not fit each other, a
 *   split without merge, or a layer that is too large for the engine
 */
export function parseTopology(text: string, file: string, limits: EngineLimits): Topology {
  return parseYaml(text, file, schemaFor(limits));
}

function schemaFor(limits: EngineLimits): z.ZodType<Topology> {
  return topologySchema.transform((source, context): Topology => {
    const report: Report = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
    const skipped = source.layers.slice(0, source.layer_skip);
    const before = skipped.flatMap((entry) => (entry.func === 'conv_layer' ? [describeConvolution(entry)] : []));
    const offloaded = source.layers.slice(source.layer_skip);
    const reportEntry: ReportEntry = (entry, path, message) =>
      report(['layers', source.layer_skip + entry, ...path], message);
    checkSections(offloaded, reportEntry);
    const part = new OffloadedPart(limits, before.at(-1), reportEntry);
    for (const entry of offloaded) part.add(entry);
    if (part.sources.length === 0)
      report(['layers'], `found no conv_layer behind ${source.layer_skip} skipped entries`);
    if (context.issues.length > 0) return z.NEVER;

    const input = inputOf(part.inputShape!, limits);
    const sources = part.sources.map((each) => each.source);
    const layers = buildLayers(input, sources, [], ([, index], message) =>
      reportEntry(part.sources[Number(index)].entry, [], message),
    );
    return {
      network: networkOf(source.network, input, layers),
      before,
      after: part.after.map(({ name, input, output }) => ({ name, inputFeatures: input, outputFeatures: output })),
      files: filesOf(source),
      firstIndex: source.binparam_skip,
    };
  });
}

function inputOf(shape: Shape, { activationBits }: EngineLimits): NetworkInput {
  const type: DataType = { bits: activationBits, encoding: 'unsigned', narrow: false, scale: 1 };
  return { shape, type, pixels: { rule: 'codes' }, paddedFeatures: elements(shape) };
}

function networkOf(name: string, input: NetworkInput, layers: readonly Layer[]): Network {
  return { name, description: '', input, classes: [], classRule: 'none', layers };
}

function describeConvolution(entry: EntryOf<'conv_layer'>): SoftwareConvolution {
  const { name, input, output, kernel_shape: kernel, kernel_stride: stride, padding } = entry;
  const shape = ([channels, height, width]: Shape) => [height, width, channels];
  return { name, inputShape: shape(input), outputShape: shape(output), kernel, stride, padding };
}

function filesOf(source: z.output<typeof topologySchema>): TopologyFiles {
  const { binparam, use_binparams: used, input_image, verification_image } = source;
  return {
    ...(binparam === undefined || !used ? {} : { parameters: binparam }),
    ...(input_image === undefined ? {} : { input: input_image }),
    ...(verification_image === undefined ? {} : { verification: verification_image }),
  };
}
