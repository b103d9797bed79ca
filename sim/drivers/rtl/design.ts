import {
  type BuiltPipeline,
  type Circuit,
  designReadme,
  type EmittedFile,
  type FabricBoard,
  type Overlay,
} from '../../fabric/index.js';
import { hasParameters, type Network } from '../../nn/network.js';
import { type Cosimulation, simulationDesign } from './cosimulate.js';
import { fileCosimulation } from './file-cosimulation.js';
import { networkCosimulation } from './network-cosimulation.js';

/** A design as SystemVerilog, with everything that simulates it. */
export interface RtlDesign {
  readonly name: string;
  readonly circuit: Circuit;
  /** Cycles of the bench. */
  readonly cycles: number;
  /** Whether memories hold pseudo-random weights, because there are no others. */
  readonly placeholders: boolean;
  readonly files: readonly EmittedFile[];
}

/** A network's pipeline in library rtl, with a bench that runs some images. Without pixels they are pseudo-random. */
export async function rtlDesignOf(
  job: { readonly network: Network; readonly board: FabricBoard; readonly overlay: Overlay; readonly images: number },
  pixels?: Uint8Array,
): Promise<RtlDesign> {
  const { network, board } = job;
  const placeholders = !hasParameters(network);
  return designFrom(
    await networkCosimulation(job, pixels),
    network.name,
    `${network.name} for ${board.name}`,
    placeholders,
  );
}

/**
 * A pipeline file of library rtl, with a bench that runs its frames: pseudo-random beats, at its source's and sink's rhythm.
 * @throws InputError for a file of another library
 */
export function rtlDesignOfFile(built: BuiltPipeline, name: string): RtlDesign {
  return designFrom(fileCosimulation(built, name), name, `${name}, a pipeline file`, false);
}

function designFrom(prepared: Cosimulation, name: string, title: string, placeholders: boolean): RtlDesign {
  const { circuit, words, pipeline } = prepared;
  const { cycles } = words;
  const readme = designReadme(circuit, { title, frames: pipeline.frames, cycles, placeholders });
  return { name, circuit, cycles, placeholders, files: [readme, ...simulationDesign([prepared], false)] };
}
