import { Command } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { compileDpu, type DpuBoard, type DpuProgram, disassemble, dpuBoardNames, type Subgraph } from '../dpu/index.js';
import { loadAnyBoard } from '../drivers/load-board.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';

interface ListingOptions extends OutputOptions {
  readonly board: string;
}

/** `emit dpu-listing`: the instructions of a core for a network. */
export function dpuListingCommand(): Command {
  return withOutputOptions(new Command('dpu-listing'))
    .description('instructions of a DPU core for one image, layer by layer; as JSON with all fields')
    .argument('<network>', 'name of a shipped network, or a network file')
    .option('--board <name|file>', 'board with a DPU', 'zcu102')
    .addHelpText('after', '\nExample:\n  $ qcycle emit dpu-listing resnet50 --board zcu102 > resnet50.txt')
    .action(async (name: string, options: ListingOptions) => {
      const program = compileDpu(loadNamedNetwork(name), requireDpu(options.board));
      await writeResult(options, listing(program), { schema: 'qcycle.dpu-listing/1', ...program });
    });
}

/** A board with a DPU by its name or its file. @throws InputError for a board with another machine */
export function requireDpu(nameOrFile: string): DpuBoard {
  const board = loadAnyBoard(nameOrFile);
  if (board.machine === 'dpu') return board;
  throw new InputError(`${board.name} carries no DPU, allowed: ${dpuBoardNames().join(', ')}`);
}

function listing({ network, architecture, parts, parameters, tensors }: DpuProgram): string {
  const sizes = tensors.map(
    ({ name, place, address, bytes }) => `; ${place} ${name} at ${hex(address)}, ${bytes} bytes`,
  );
  const blocks = parameters.map(
    ({ layer, kind, address, bytes }) => `; ${kind} of ${layer} at weights ${hex(address)}, ${bytes} bytes`,
  );
  const bodies = parts.map((part) => {
    if (part.on === 'dpu') return subgraphListing(part);
    return part.layers.map(({ name, op, why }) => `; on the host: ${name} (${op}): ${why}`).join('\n');
  });
  return [`; ${network} for a DPU ${architecture}`, ...sizes, ...blocks, ...bodies].join('\n');
}

function subgraphListing({ layers, instructions }: Subgraph): string {
  const lines = layers.flatMap(({ name, op, sources, first, end }) => [
    `; ${name}: ${op}${sources.length > 1 ? ` (${sources.join(', ')})` : ''}`,
    ...instructions.slice(first, end).map(disassemble),
  ]);
  const behind = instructions.slice(layers[layers.length - 1].end);
  return [...lines, ...behind.map(disassemble)].join('\n');
}

function hex(address: number): string {
  return `0x${address.toString(16)}`;
}
