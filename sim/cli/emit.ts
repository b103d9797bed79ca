import { Command } from 'commander';
import { InputError } from '../core/input/input-error.js';
import { loadFolding } from '../drivers/load-folding.js';
import { usualOverlay } from '../drivers/load-job.js';
import {
  compile,
  type FabricProgram,
  finnFolding,
  hlsConfig,
  hlsMacros,
  loadBoard,
  loadLibrary,
  offloadOverlayFor,
  requireChain,
} from '../fabric/index.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { dpuListingCommand } from './emit-dpu-listing.js';
import { emitRtlCommand } from './emit-rtl.js';
import { type OutputOptions, withOutputOptions, writeResult } from './output.js';

interface EmitOptions extends OutputOptions {
  readonly board?: string;
  readonly fold?: string;
}

/** `emit`: designs in the forms of other tools, and as RTL. */
export function emitCommand(): Command {
  return new Command('emit')
    .description('write a design in the form of another tool, or as RTL')
    .addHelpText('after', '\nExample:\n  $ qcycle emit folding cnv-w1a1 > folding.json')
    .addCommand(foldingCommand())
    .addCommand(hlsConfigCommand())
    .addCommand(emitRtlCommand())
    .addCommand(dpuListingCommand());
}

function foldingCommand(): Command {
  return withDesignOptions(new Command('folding'))
    .description("FINN's folding configuration: PE and SIMD of every unit, the depth of every FIFO")
    .addHelpText('after', '\nExample:\n  $ qcycle emit folding lfc-w1a1 --board pynq-z1 > folding.json')
    .action(async (name: string, options: EmitOptions) => {
      const folding = finnFolding(designOf(name, options));
      await writeResult(options, JSON.stringify(folding, null, 2), folding);
    });
}

function hlsConfigCommand(): Command {
  return withDesignOptions(new Command('hls-config'))
    .description("BNN-PYNQ's layer configuration header; as JSON its macros by name")
    .addHelpText('after', '\nExample:\n  $ qcycle emit hls-config cnv-w2a2 > config.h')
    .action(async (name: string, options: EmitOptions) => {
      const { network, overlay } = designOf(name, options).design;
      const macros = { schema: 'qcycle.hls-config/1', network: network.name, macros: hlsMacros(network, overlay) };
      await writeResult(options, hlsConfig(network, overlay), macros);
    });
}

function withDesignOptions(command: Command): Command {
  return withOutputOptions(command)
    .argument('<network>', 'name of a shipped network, or a network file')
    .option('--board <name|file>', 'board (default: the first that the overlay exists for)')
    .option('--fold <file>', 'folding instead of the published one: qcycle.overlay/1, FINN .json, BNN-PYNQ config .h');
}

/** The design that is meant, compiled. */
function designOf(name: string, { board, fold }: EmitOptions): FabricProgram {
  const network = loadNamedNetwork(name);
  const offload = offloadOverlayFor(network);
  if (offload !== undefined) {
    throw new InputError(`${network.name} runs on the offload engine ${offload.name}, which has no folding to write`);
  }
  requireChain(network);
  const overlay = fold === undefined ? usualOverlay(network) : loadFolding(fold, network, board);
  return compile({
    network,
    overlay,
    board: loadBoard(board ?? overlay.boards[0] ?? 'ultra96'),
    library: loadLibrary(overlay.library),
    images: 1,
  });
}
