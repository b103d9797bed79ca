import type { Block, BlockBody, Word } from '../../../core/pipeline.js';
import { type DataType, decodeValue } from '../../../nn/data-type.js';
import type { Size } from '../../../nn/network.js';
import { decodeLanes, encodeLanes } from '../../units/lanes.js';
import { series, type UnitParameters } from '../../units/unit.js';
import { rtlUnit } from './unit.js';

/** Windows side by side on a feature map whose words are whole pixels. */
export interface RtlPoolShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernel: Size;
  readonly type: DataType;
}

/** What keeps a max pool from a shape, or undefined where nothing does. */
export function rtlPoolProblem({ height, width, kernel }: Omit<RtlPoolShape, 'type' | 'channels'>): string | undefined {
  if (height % kernel[0] === 0 && width % kernel[1] === 0) return undefined;
  return `found an input of ${height} x ${width}, allowed: a multiple of the kernel, ${kernel.join(' x ')}`;
}

/**
 * maxpool.sv: the largest codes so far of each window of a row of windows are kept; the last word of a window passes through
 * with its result. A round is a row of windows. Throws RangeError for a shape with a problem.
 */
export function rtlMaxPool(unit: UnitParameters, shape: RtlPoolShape): Block {
  const { height, width, channels, kernel, type } = shape;
  const problem = rtlPoolProblem(shape);
  if (problem !== undefined) throw new RangeError(`${unit.name}: ${problem}`);
  const windows = width / kernel[1];
  return rtlUnit(
    'maxPool',
    unit,
    {
      rounds: (unit.frames * height) / kernel[0],
      iterationsPerRound: kernel[0] * width,
      depthCycles: 0,
      reads: series(kernel[0] * width),
      writes: series(windows, (window) => (kernel[0] - 1) * width + (window + 1) * kernel[1] - 1),
    },
    {
      name: 'maxpool',
      parameters: {
        CHANNELS: channels,
        BITS: type.bits,
        SIGNED_CODES: type.encoding === 'signed' ? 1 : 0,
        KERNEL_ROWS: kernel[0],
        KERNEL_COLUMNS: kernel[1],
        WINDOWS: windows,
      },
    },
    () => poolBody(shape),
  );
}

function poolBody({ width, channels, kernel, type }: RtlPoolShape): BlockBody {
  const largest: Int32Array[] = [];
  const least = decodeValue(type, type.encoding === 'signed' ? 2 ** (type.bits - 1) : 0);
  return {
    iterate(_loop, iteration, words): Word[] {
      const window = Math.floor((iteration % width) / kernel[1]);
      if (iteration < width && iteration % kernel[1] === 0) largest[window] = new Int32Array(channels).fill(least);
      const codes = decodeLanes(words, channels, type);
      largest[window] = largest[window].map((code, channel) => Math.max(code, codes[channel]));
      return encodeLanes(largest[window], channels, type);
    },
  };
}
