import { z } from 'zod';
import { baseClock, type ClockDomain } from '../core/clock.js';
import { type Constant, numberConstant, positiveConstant, wholeConstant } from '../core/constant.js';
import { readText } from '../core/input/file.js';
import { parseYaml } from '../core/input/yaml.js';
import { packagePath } from '../core/package-root.js';
import { ARCHITECTURE_NAMES, type Architecture, architectureOf, type Limits, limitsOfFamily } from './architecture.js';

/** Ports of the processing system: four plain ones, and two through the cache-coherent interconnect. */
export const PORT_NAMES = ['HP0', 'HP1', 'HP2', 'HP3', 'HPC0', 'HPC1'] as const;

export type PortName = (typeof PORT_NAMES)[number];

/** What instructions, DDR and host cost on every board. */
export type DpuCosts = Readonly<
  Record<
    | 'transferLatency'
    | 'portBytesPerCycle'
    | 'ddrBytesPerSecond'
    | 'coherentLatency'
    | 'coherentRate'
    | 'driver'
    | 'host'
    | 'hostPixel'
    | 'hostByte'
    | 'hostElement',
    Constant
  >
>;

/** A board with DPU cores: their size, clock and ports, the memory that they share, and the host. Frozen plain data. */
export interface DpuBoard {
  readonly name: string;
  readonly machine: 'dpu';
  readonly device: string;
  /** Of the cores; cycles are counted in it. */
  readonly clock: ClockDomain;
  readonly architecture: Architecture;
  readonly limits: Limits;
  /** The ports of each core, through which its LOAD and SAVE reach DDR. */
  readonly cores: readonly { readonly ports: readonly PortName[]; readonly source: string }[];
  /** Part of the ports' rate that the board's way to DDR gives. */
  readonly memoryRate: Constant;
  readonly hostCores: Constant;
  readonly costs: DpuCosts;
}

const boardSchema = z.strictObject({
  schema: z.literal('qcycle.board/1'),
  name: z.string().min(1),
  machine: z.literal('dpu'),
  device: z.string().min(1),
  clock: z.strictObject({ name: z.string().min(1), frequencyHz: wholeConstant('Hz', 1) }),
  architecture: z.enum(ARCHITECTURE_NAMES),
  cores: z
    .array(z.strictObject({ ports: z.array(z.enum(PORT_NAMES)).min(1).max(2), source: z.string().min(1) }))
    .min(1)
    .max(4),
  memoryRate: positiveConstant('of the rate of the ports'),
  hostCores: wholeConstant('cores', 1),
});

const COSTS = 'sim/dpu/timing.yaml';

const costsSchema = z.strictObject({
  schema: z.literal('qcycle.dpu-timing/1'),
  transferLatency: wholeConstant('cycles', 0),
  portBytesPerCycle: positiveConstant('bytes per cycle'),
  ddrBytesPerSecond: positiveConstant('bytes per second'),
  coherentLatency: wholeConstant('cycles', 0),
  coherentRate: positiveConstant("of a port's rate"),
  driver: numberConstant('us'),
  host: numberConstant('us'),
  hostPixel: numberConstant('us per pixel'),
  hostByte: numberConstant('us per byte'),
  hostElement: numberConstant('us per element'),
});

let costs: DpuCosts | undefined;

/** What is the same on all boards. */
function loadCosts(): DpuCosts {
  if (costs === undefined) {
    const { schema: _, ...read } = parseYaml(readText(packagePath(COSTS)), COSTS, costsSchema);
    costs = Object.freeze(read);
  }
  return costs;
}

/**
 * Reads a board file (schema qcycle.board/1) of this machine.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseDpuBoard(text: string, file: string): DpuBoard {
  const { schema: _, clock, architecture, ...board } = parseYaml(text, file, boardSchema);
  return Object.freeze({
    ...board,
    clock: baseClock(clock.name, clock.frequencyHz.value),
    architecture: architectureOf(architecture),
    limits: limitsOfFamily(),
    costs: loadCosts(),
  });
}
