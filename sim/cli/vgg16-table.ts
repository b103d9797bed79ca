import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadDpuBoard } from '../dpu/index.js';
import { applicationRates } from '../drivers/application-rates.js';
import { bestFolding, chainOfFloats } from '../explore/index.js';
import { loadBoard } from '../fabric/index.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import type { Network } from '../nn/network.js';
import type { QuantizedBits } from '../nn/quantize/min-max-network.js';
import { comparePublished, type PublishedColumn, type PublishedTable } from '../report/index.js';
import { type OutputOptions, say } from './output.js';
import type { TableMaker } from './table-maker.js';
import { accuraciesOf, type StoreOptions } from './vgg16-accuracies.js';

const NETWORK = 'vgg16';
const TEST_SET = 'cifar10/test.bin.gz';
const BITS = [8, 7, 6, 5, 4, 3, 2] as const;
const BOARDS = ['pynq-z1', 'ultra96'] as const;
const DPU_BOARD = 'zcu102';
const DPU_BITS = 8;
/** Host threads, and the images that they share. */
const THREADS = [1, 8] as const;
const DPU_IMAGES = 1000;

/** What of the network has N bits, by the column of its accuracy. */
const QUANTIZED = {
  weightsPercent: (n: number) => ({ weights: n }),
  inputsPercent: (n: number) => ({ inputs: n }),
  activationsPercent: (n: number) => ({ activations: n }),
  allPercent: (n: number) => ({ weights: n, inputs: n, activations: n }),
} as const satisfies Record<string, (n: number) => QuantizedBits>;

const percent = { unit: '%', decimals: 2, group: 'accuracy' } as const;

/** Columns of the VGG16 table: accuracies, and what the fastest folding on each board takes. */
const VGG16_COLUMNS: readonly PublishedColumn[] = [
  { name: 'weightsPercent', title: 'weights', ...percent },
  { name: 'inputsPercent', title: 'inputs', ...percent },
  { name: 'activationsPercent', title: 'activations', ...percent },
  { name: 'allPercent', title: 'all three', ...percent },
  ...BOARDS.flatMap((board): PublishedColumn[] => [
    { name: `${board} lut`, title: 'LUT', unit: '', decimals: 0, group: board },
    { name: `${board} bram36`, title: 'BRAM36', unit: 'tiles', decimals: 1, group: board },
    { name: `${board} dsp`, title: 'DSP', unit: '', decimals: 0, group: board },
    { name: `${board} intervalCycles`, title: 'interval', unit: 'cycles', decimals: 0, group: board },
    { name: `${board} framesPerSecond`, title: 'rate', unit: 'frames/s', decimals: 1, group: board },
  ]),
  ...THREADS.map(
    (threads): PublishedColumn => ({
      name: `${DPU_BOARD} framesPerSecond ${threads}`,
      title: threads === 1 ? '1 thread' : `${threads} threads`,
      unit: 'frames/s',
      decimals: 1,
      group: `DPU, ${DPU_BOARD}`,
    }),
  ),
];

/**
 * The VGG16 table: what N bits cost in accuracy and in hardware, and how fast a DPU is with 8. Nothing of it is published, so that there is a model alone;
 * accuracies are measured where `data` holds CIFAR-10.
 * @throws InputError where files cannot be used
 */
export async function vgg16Table(
  data: string | undefined,
  options: OutputOptions & StoreOptions,
): Promise<PublishedTable> {
  const network = loadNamedNetwork(NETWORK);
  const images = join(data ?? '', TEST_SET);
  const measured = data !== undefined && existsSync(images);
  const accuracies = measured ? await percentages(network, images, options) : undefined;
  const rows = ['float', ...BITS].map((bits) => ({
    name: bits === 'float' ? bits : `${bits} bits`,
    measured: {},
    model: {
      ...accuracies?.get(bits),
      ...(bits === 'float' ? {} : costs(network, bits as number)),
      ...(bits === DPU_BITS ? dpuRates(network) : {}),
    },
  }));
  const missing = `no accuracies: ${images} is not there; give --data, the folder that has it`;
  return comparePublished(
    'vgg16',
    'nothing is published: accuracies are measured, the rest is estimated',
    VGG16_COLUMNS,
    rows,
    [
      ...(measured ? [] : [missing]),
      'where a board has no rate it has no room for the network: the resources are those of the folding that comes nearest',
      'weights and activations of N bits in library finn, pixels of 8 (docs/resources.md)',
    ],
  );
}

/** Accuracies by number of bits and by column. */
async function percentages(
  network: Network,
  images: string,
  options: OutputOptions & StoreOptions,
): Promise<ReadonlyMap<string | number, Record<string, number>>> {
  const cells = BITS.flatMap((bits) =>
    Object.entries(QUANTIZED).map(([column, quantized]) => ({ bits, column, row: quantized(bits) })),
  );
  const rows = [{}, ...cells.map(({ row }) => row)];
  const [float, ...others] = await accuraciesOf(network, images, rows, options, (line) => say(options, line));
  const found = new Map<string | number, Record<string, number>>();
  const set = (bits: string | number, column: string, { correct, total }: typeof float) =>
    found.set(bits, { ...found.get(bits), [column]: (100 * correct) / total });
  for (const column of Object.keys(QUANTIZED)) set('float', column, float);
  for (const [index, { bits, column }] of cells.entries()) set(bits, column, others[index]);
  return found;
}

/** What the fastest folding takes on each board, or the one that comes nearest to room for it. */
function costs(network: Network, bits: number): Record<string, number | null> {
  const geometry = chainOfFloats(network);
  return Object.fromEntries(
    BOARDS.flatMap((board): [string, number | null][] => {
      const best = bestFolding(geometry, { weightBits: bits, activationBits: bits }, loadBoard(board));
      return [
        [`${board} lut`, best.lut],
        [`${board} bram36`, best.bram18 / 2],
        [`${board} dsp`, best.dsp],
        [`${board} intervalCycles`, best.fits ? best.intervalCycles : null],
        [`${board} framesPerSecond`, best.fits ? best.framesPerSecond : null],
      ];
    }),
  );
}

function dpuRates(network: Network): Record<string, number> {
  const rates = applicationRates(network, loadDpuBoard(DPU_BOARD), THREADS, DPU_IMAGES);
  return Object.fromEntries(THREADS.map((threads, index) => [`${DPU_BOARD} framesPerSecond ${threads}`, rates[index]]));
}

export const VGG16_TABLE: TableMaker = { columns: VGG16_COLUMNS, make: vgg16Table };
