import { basename, extname } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { readText } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import { parseYaml } from '../core/input/yaml.js';
import { loadFolding } from '../drivers/load-folding.js';
import { usualOverlay, withOriginalParameters } from '../drivers/load-job.js';
import { hasTestPictures, loadTestPictures } from '../drivers/load-pictures.js';
import { type RtlDesign, rtlDesignOf, rtlDesignOfFile } from '../drivers/rtl/design.js';
import { writeDesign } from '../drivers/rtl/verilator.js';
import { loadBoard, offloadOverlayFor, parsePipelineFile } from '../fabric/index.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { type OutputOptions, say, withOutputOptions, writeResult } from './output.js';
import { parseImages } from './parse.js';

interface EmitRtlOptions extends OutputOptions {
  readonly board?: string;
  readonly fold?: string;
  readonly params?: string;
  readonly images: number;
  readonly out?: string;
}

/** `emit rtl`: the pipeline of a network, or of a file, as SystemVerilog. */
export function emitRtlCommand(): Command {
  return withOutputOptions(new Command('rtl'))
    .description('a pipeline as SystemVerilog, with memories, a self-checking bench and a README')
    .argument('<network|file>', 'name of a shipped network, a network file, or a pipeline file of library rtl')
    .option('--board <name|file>', 'board (default: the first that the overlay exists for)')
    .option('--fold <file>', 'folding instead of the published one: qcycle.overlay/1, FINN .json, BNN-PYNQ config .h')
    .option('--params <dir|tar>', "parameters in the original project's own files instead of the shipped ones")
    .option('--images <n>', 'images of the bench', parseImages, 1)
    .option('--out <dir>', 'folder of the files (default: <network>-rtl)')
    .addHelpText('after', '\nExample:\n  $ qcycle emit rtl lfc-w1a1 --board pynq-z1 --out lfc-rtl')
    .action(async (name: string, options: EmitRtlOptions) => {
      const design = isPipelineFile(name) ? fileDesign(name, options) : await networkDesign(name, options);
      const { out = `${design.name}-rtl` } = options;
      await writeDesign(out, design.files);
      if (design.placeholders) {
        say(options, `${design.name} has no weights, so that memories are pseudo-random; give --params`);
      }
      const { units, fifos } = design.circuit;
      const files = design.files.map(({ path }) => path);
      const text = `${out}: ${files.length} files, ${units.length} units, ${fifos.length} FIFOs; README.md says how to simulate and synthesize them`;
      await writeResult(options, text, {
        schema: 'qcycle.rtl/1',
        name: design.name,
        top: design.circuit.name,
        folder: out,
        cycles: design.cycles,
        files,
      });
    });
}

/** What tells a pipeline file from a network file. */
const kind = z.looseObject({ blocks: z.unknown() });

function isPipelineFile(name: string): boolean {
  return /[/\\]|\.(ya?ml|json)$/.test(name) && parseYaml(readText(name), name, kind).blocks !== undefined;
}

function fileDesign(file: string, options: EmitRtlOptions): RtlDesign {
  const refused = (['board', 'fold', 'params'] as const).find((option) => options[option] !== undefined);
  if (refused !== undefined) throw new InputError(`--${refused} is for networks; ${file} is a pipeline file`);
  return rtlDesignOfFile(parsePipelineFile(readText(file), file), basename(file, extname(file)));
}

async function networkDesign(name: string, options: EmitRtlOptions): Promise<RtlDesign> {
  const shipped = loadNamedNetwork(name);
  const offload = offloadOverlayFor(shipped);
  if (offload !== undefined) {
    throw new InputError(`${shipped.name} runs on the offload engine ${offload.name}, which has no RTL`);
  }
  const { params, fold, images } = options;
  const network = params === undefined ? shipped : withOriginalParameters(shipped, params);
  const overlay = fold === undefined ? usualOverlay(network) : loadFolding(fold, network, options.board);
  const board = loadBoard(options.board ?? overlay.boards[0] ?? 'ultra96');
  const pictures = hasTestPictures(network) ? await loadTestPictures(network) : undefined;
  return rtlDesignOf({ network, board, overlay, images }, pictures?.pixels);
}
