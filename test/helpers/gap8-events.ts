import type { Fork } from '../../sim/gap8/fork.js';
import type { Gap8Program, Instruction } from '../../sim/gap8/program.js';

/** A program as lines in the form of data/gap8, without addresses, event ids and shifts; waits name the request by its place. */
export function eventLines({ layers }: Gap8Program): string[] {
  const lines: string[] = [];
  const placeOf = new Map<number, number>();
  const line = (instruction: Instruction): string => {
    switch (instruction.op) {
      case 'fork':
        return `K ${forkLine(instruction.fork)}`;
      case 'wait':
        return `W ${placeOf.get(instruction.request)}`;
      default: {
        placeOf.set(instruction.request, lines.length);
        const { op, bytes, lineBytes, direction } = instruction;
        return `${op === 'l3' ? 'L3' : 'L2'} ${bytes} ${lineBytes} ${direction === 'in' ? 0 : 1}`;
      }
    }
  };
  for (const [index, { before, window }] of layers.entries()) {
    for (const instruction of before) lines.push(line(instruction));
    lines.push(`BEGIN ${index}`);
    for (const instruction of window) lines.push(line(instruction));
    lines.push(`END ${index}`);
  }
  return lines;
}

/** The sizes that the published code hands a kernel. */
function forkLine({ kernel, tile }: Fork): string {
  switch (kernel) {
    case 'pointwise': {
      const { inChannels, outChannels, pixels, outStride, outFirst } = tile;
      return `KerParMatMulScale_fps ${inChannels} x ${outChannels} x ${pixels} at ${outFirst} of ${outStride}`;
    }
    case 'depthwise': {
      const { stride, channels } = tile;
      return `KerParConvDWDP3x3Stride${stride}_fps ${windowLine(tile)}, ${channels} -> ${channels}`;
    }
    case 'convolution':
      return `KerParConv3x3Stride2_DP_fps ${windowLine(tile)}, ${tile.inChannels} -> ${tile.outChannels}`;
    case 'bias':
      return `KerParSetBias_DP_fps ${tile.channels} x ${tile.plane}`;
    case 'rescale':
      return `KerDPMulBiasScalar_fps ${tile.channels} x ${tile.plane}`;
    case 'averagePool':
      return `KerParPoolNxNStrideS_fps ${tile.channels} x ${tile.rows} x ${tile.columns}`;
    case 'fullyConnected':
      return `KerParLinearLayerReLU_fps_fps_fp ${tile.inputs} -> ${tile.outputs}`;
    default:
      return `${kernel}, which the published code has not`;
  }
}

interface Window {
  readonly width: number;
  readonly height: number;
  readonly padLeft: number;
  readonly padRight: number;
  readonly padTop: number;
  readonly padBottom: number;
}

function windowLine({ width, height, padLeft, padRight, padTop, padBottom }: Window): string {
  return `${width} x ${height}, pad ${padLeft},${padRight},${padTop},${padBottom}`;
}

/** The lines of data/gap8 in the same form. */
export function publishedEvents(text: string): string[] {
  const placeOf = new Map<string, number>();
  return text
    .trimEnd()
    .split('\n')
    .map((line, place) => {
      const [kind, ...fields] = line.split(' ');
      switch (kind) {
        case 'L3':
        case 'L2': {
          const [bytes, lineBytes, direction, event] = fields;
          placeOf.set(`${kind} ${event}`, place);
          return `${kind} ${bytes} ${lineBytes} ${direction}`;
        }
        case 'WL3':
        case 'WL2':
          return `W ${placeOf.get(`${kind.slice(1)} ${fields[0]}`)}`;
        case 'K':
          return `K ${publishedFork(fields[0], Object.fromEntries(fields.slice(1).map((field) => field.split('='))))}`;
        default:
          return line;
      }
    });
}

function publishedFork(kernel: string, sizes: Readonly<Record<string, string>>): string {
  const { W, H, Pad, InFeatures, OutFeatures } = sizes;
  switch (kernel) {
    case 'KerParMatMulScale_fps': {
      // With pixels outside, OutFirstCol counts channels, and the output buffer begins with them.
      const first = sizes.ColFirst === '1' ? 0 : sizes.OutFirstCol;
      return `${kernel} ${sizes.W_In1} x ${sizes.H_In1} x ${sizes.W_In2} at ${first} of ${sizes.W_Out}`;
    }
    case 'KerParSetBias_DP_fps':
      return `${kernel} ${OutFeatures} x ${Number(W) * Number(H)}`;
    case 'KerDPMulBiasScalar_fps':
      return `${kernel} ${InFeatures} x ${Number(W) * Number(H)}`;
    case 'KerParPoolNxNStrideS_fps':
      return `${kernel} ${OutFeatures} x ${H} x ${W}`;
    case 'KerParLinearLayerReLU_fps_fps_fp':
      return `${kernel} ${sizes.InSize} -> ${sizes.OutSize}`;
    default:
      return `${kernel} ${W} x ${H}, pad ${Pad}, ${InFeatures} -> ${OutFeatures}`;
  }
}
