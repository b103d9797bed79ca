import type { accumulatorRange } from './accumulator.js';
import { type DataType, describeType, valueRange } from './data-type.js';
import { elements, type Shape, type Size } from './network.js';
import type { NetworkSource, Report } from './network-schema.js';
import { MAX_FEATURES } from './schema-parts.js';
import { paddedSize, type Windows, windowCounts, windowSize } from './windows.js';

/** A layer as the file has it. */
export type LayerSource = NetworkSource['layers'][number];
export type Source<Op extends LayerSource['op']> = Extract<LayerSource, { op: Op }>;

/** What a layer reads. */
export interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  readonly type: DataType;
}

/** Accumulators and thresholds are 32-bit integers. */
export const ACCUMULATOR: DataType = { bits: 32, encoding: 'signed', narrow: false, scale: 1 };

/** Height, width and channels of what windows over a feature map give. */
export function buildOutputShape(op: string, windows: Windows, read: Tensor, channels: number, report: Report): Shape {
  if (read.shape.length !== 3) {
    report(['op'], `${op} reads height x width x channels, found ${showSize(read.shape)} of ${read.name}`);
    return [1, 1, channels];
  }
  const size: Size = [read.shape[0], read.shape[1]];
  const [height, width] = windowCounts(size, windows);
  if (height < 1 || width < 1) {
    const padded = showSize(paddedSize(size, windows.padding));
    const allowed = `allowed: at most ${padded}, the size of ${read.name}`;
    const padding = padded === showSize(size) ? '' : ' with padding';
    report(['kernel'], `found a window of ${showSize(windowSize(windows))}, ${allowed}${padding}`);
    return [1, 1, channels];
  }
  const shape = [height, width, channels];
  if (elements(shape) > MAX_FEATURES) {
    report([], `found an output of ${showSize(shape)}, allowed: at most ${MAX_FEATURES} features`);
  }
  return shape;
}

/** The groups of a convolution, 1 where they do not divide its channels. */
export function buildGroups(
  { groups, outputChannels }: Pick<Source<'convolution'>, 'groups' | 'outputChannels'>,
  read: Tensor,
  report: Report,
): number {
  const channels = read.shape[2] ?? 1;
  if (channels % groups === 0 && outputChannels % groups === 0) return groups;
  const allowed = `allowed: what divides the ${channels} channels of ${read.name} and the ${outputChannels} of the output`;
  report(['groups'], `found ${groups} groups, ${allowed}`);
  return 1;
}

/** Reports accumulators that do not fit a type. */
export function checkAccumulators(
  { min, max }: ReturnType<typeof accumulatorRange>,
  factor: number,
  type: DataType,
  path: readonly string[],
  report: Report,
): void {
  const allowed = valueRange(type);
  if (min * factor >= allowed.min && max * factor <= allowed.max) return;
  const found = `found accumulators from ${min * factor} to ${max * factor}`;
  report(path, `${found}, allowed: ${allowed.min} to ${allowed.max} (${describeType(type)})`);
}

function showSize(sizes: Shape): string {
  return sizes.join(' x ');
}
