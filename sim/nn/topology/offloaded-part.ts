import { BIPOLAR } from '../data-type.js';
import type { Padding, Shape } from '../network.js';
import type { NetworkSource } from '../network-schema.js';
import type { EngineLimits } from './engine-limits.js';
import type { Entry, EntryOf } from './schema.js';
import type { ReportEntry } from './sections.js';

type LayerSource = NetworkSource['layers'][number];

/** A square feature map with all groups' channels. */
interface SquareMap {
  readonly channels: number;
  readonly dim: number;
  /** What it is, for messages. */
  readonly of: string;
}

/**
 * Turns the entries that the engine runs, one after the other, into layers of a network. Problems are reported, but for those
 * of `checkSections`.
 */
export class OffloadedPart {
  /** The layers, each with the entry that it comes from. */
  readonly sources: { readonly entry: number; readonly source: LayerSource }[] = [];
  /** The fully connected entries behind. */
  readonly after: EntryOf<'fc_layer'>[] = [];
  /** Height, width and channels that the first layer reads. */
  inputShape: Shape | undefined;
  private map: SquareMap | undefined;
  private split: { readonly entry: number; readonly groups: number } | undefined;
  /** The last convolution. */
  private convolution = -1;
  private entry = -1;
  /** Whose limits they are. */
  private readonly onEngine: string;

  /** @param before the layer that gives the first map, where it is known */
  constructor(
    private readonly limits: EngineLimits,
    before: { readonly name: string; readonly outputShape: Shape } | undefined,
    private readonly report: ReportEntry,
  ) {
    this.onEngine = ` (offload overlay ${limits.name})`;
    if (before === undefined) return;
    const { name, outputShape } = before;
    this.map = { dim: outputShape[0], channels: outputShape[2], of: `the output of ${name}` };
  }

  add(entry: Entry): void {
    this.entry++;
    if (entry.func === 'none') return;
    if (entry.func === 'fc_layer') {
      this.addFullyConnected(entry);
      return;
    }
    if (this.after.length > 0) this.problem(['func'], `${entry.func} behind fc_layer, which only software runs`);
    if (entry.func === 'split_layer') this.addSplit(entry);
    else if (entry.func === 'merge_layer') this.addMerge(entry);
    else if (entry.func === 'conv_layer') this.addConvolution(entry);
    else this.addMaxPool(entry);
  }

  private addSplit({ split: groups, input_channels, input_dim }: EntryOf<'split_layer'>): void {
    this.begin([input_dim, input_dim, input_channels]);
    const { channels, dim, of } = this.map!;
    if (input_channels !== channels) this.problem(['input_channels'], expectedOf(input_channels, channels, of));
    if (input_dim !== dim) this.problem(['input_dim'], expectedOf(input_dim, dim, of));
    if (input_channels % groups !== 0) {
      this.problem(['split'], `found ${groups}, allowed: a divisor of the ${input_channels} channels`);
    }
    this.split = { entry: this.entry, groups };
  }

  private addMerge({ merge, output_channels, output_dim }: EntryOf<'merge_layer'>): void {
    if (this.split === undefined || this.map === undefined) return;
    const { groups } = this.split;
    const { channels, dim, of } = this.map;
    if (merge !== groups) this.problem(['merge'], `found ${merge}, expected ${groups}, as many as were split`);
    if (output_channels !== channels) this.problem(['output_channels'], expectedOf(output_channels, channels, of));
    if (output_dim !== dim) this.problem(['output_dim'], expectedOf(output_dim, dim, of));
    if (this.convolution < this.split.entry) this.problem(['func'], 'found no conv_layer between split and merge');
    this.split = undefined;
  }

  private addConvolution(entry: EntryOf<'conv_layer'>): void {
    const { name, kernel_shape: kernel, kernel_stride: stride, input, output, padding: margin } = entry;
    const groups = this.split?.groups ?? 1;
    this.begin([input[1], input[2], input[0]]);
    const { channels, dim, of } = this.map!;
    this.checkShape('input', input, [channels / groups, dim, dim], of);
    const paddedDim = dim + 2 * margin;
    const outputDim = paddedDim - kernel + 1;
    this.checkShape(
      'output',
      output,
      [output[0], outputDim, outputDim],
      `${kernel} x ${kernel} on ${paddedDim} x ${paddedDim}`,
    );
    this.checkLimits(entry, paddedDim, outputDim);
    if (stride !== 1) this.problem(['kernel_stride'], `found ${stride}, allowed: 1`);
    const outputChannels = output[0] * groups;
    this.push({
      name,
      op: 'convolution',
      outputChannels,
      kernel: [kernel, kernel],
      stride: [1, 1],
      dilation: [1, 1],
      padding: paddingOf(paddedDim - dim),
      groups,
      weights: BIPOLAR,
      accumulate: 'sum',
      accumulatorShift: 0,
      activation: this.activation(),
    });
    this.convolution = this.entry;
    this.map = { channels: outputChannels, dim: outputDim, of: `the output of ${name}` };
  }

  private checkLimits(
    { input, output, kernel_shape }: EntryOf<'conv_layer'>,
    paddedDim: number,
    outputDim: number,
  ): void {
    const { maxKernel, maxInputChannels, maxOutputChannels, maxInputDim, maxOutputDim } = this.limits;
    const atMost = (path: (string | number)[], what: string, value: number, limit: number) => {
      if (value > limit) this.problem(path, `found ${value} ${what}, allowed: at most ${limit}${this.onEngine}`);
    };
    atMost(['kernel_shape'], 'rows of a window', kernel_shape, maxKernel);
    atMost(['input', 0], 'input channels', input[0], maxInputChannels);
    atMost(['input', 1], 'rows with padding', paddedDim, maxInputDim);
    atMost(['output', 1], 'rows', outputDim, maxOutputDim);
    const iterations = Math.ceil(output[0] / maxOutputChannels);
    if (this.split !== undefined) {
      atMost(['output', 0], 'output channels between split and merge', output[0], maxOutputChannels);
    } else if (output[0] % iterations !== 0) {
      const found = `found ${output[0]} output channels in ${iterations} iterations of at most ${maxOutputChannels}`;
      this.problem(['output', 0], `${found}, allowed: a multiple of ${iterations}${this.onEngine}`);
    }
  }

  private addMaxPool({ name, kernel_stride: stride, input, output }: EntryOf<'maxpool_layer'>): void {
    if (this.convolution !== this.entry - 1 || this.map === undefined) {
      this.problem(['func'], 'maxpool_layer without conv_layer right before it');
      return;
    }
    const { poolWindow: window, maxPoolStride, maxOutputDim } = this.limits;
    const { channels, dim, of } = this.map;
    const ofGroup = channels / (this.split?.groups ?? 1);
    const paddedDim = input[1];
    this.checkShape('input', input, [ofGroup, Math.max(paddedDim, dim), Math.max(paddedDim, dim)], of);
    if (paddedDim > maxOutputDim) {
      this.problem(
        ['input', 1],
        `found ${paddedDim} rows with padding, allowed: at most ${maxOutputDim}${this.onEngine}`,
      );
    }
    if (!Number.isInteger(Math.log2(stride)) || stride > maxPoolStride) {
      this.problem(['kernel_stride'], `found ${stride}, allowed: powers of two up to ${maxPoolStride}${this.onEngine}`);
    }
    const outputDim = Math.floor((paddedDim - window) / stride) + 1;
    this.checkShape('output', output, [ofGroup, outputDim, outputDim], `the engine's ${window} x ${window} window`);
    this.push({
      name,
      op: 'maxPool',
      kernel: [window, window],
      stride: [stride, stride],
      padding: paddingOf(paddedDim - dim),
    });
    this.map = { channels, dim: outputDim, of: `the output of ${name}` };
  }

  private addFullyConnected(entry: EntryOf<'fc_layer'>): void {
    const before = this.after.at(-1);
    const { channels, dim, of } = this.map ?? { channels: 0, dim: 0, of: '' };
    const [features, from] =
      before === undefined ? [channels * dim * dim, of] : [before.output, `the output of ${before.name}`];
    if (this.sources.length > 0 && entry.input !== features) {
      this.problem(['input'], expectedOf(entry.input, features, from));
    }
    this.after.push(entry);
  }

  /** The first entry that says a shape says that of the input, where no layer before has. */
  private begin([height, width, channels]: Shape): void {
    this.map ??= { channels, dim: height, of: 'the input' };
    this.inputShape ??= [this.map.dim, this.map.dim, this.map.channels];
    if (height !== width) this.problem(['input'], `found ${height} x ${width}, allowed: a square feature map`);
  }

  private push(source: LayerSource): void {
    this.sources.push({ entry: this.entry, source });
  }

  private activation() {
    return { bits: this.limits.activationBits, encoding: 'unsigned', narrow: false, scale: 1 } as const;
  }

  private checkShape(key: 'input' | 'output', found: Shape, expected: Shape, of: string): void {
    if (found.join() !== expected.join()) this.problem([key], expectedOf(show(found), show(expected), of));
  }

  private problem(path: readonly (string | number)[], message: string): void {
    this.report(this.entry, path, message);
  }
}

/** The smaller half at the top and left. */
function paddingOf(added: number): Padding {
  const leading = Math.max(Math.floor(added / 2), 0);
  const trailing = Math.max(added - leading, 0);
  return { top: leading, left: leading, bottom: trailing, right: trailing };
}

function expectedOf(found: number | string, expected: number | string, of: string): string {
  return `found ${found}, expected ${expected}, ${of}`;
}

function show(shape: Shape): string {
  return shape.join(' x ');
}
