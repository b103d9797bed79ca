import { type Circuit, designReadme, type EmittedFile, type FabricBoard, type Overlay } from '../../fabric/index.js';
import { hasParameters, type Network } from '../../nn/network.js';
import { simulationDesign } from './cosimulate.js';
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
  const { network, board, images } = job;
  const prepared = await networkCosimulation(job, pixels);
  const placeholders = !hasParameters(network);
  const { circuit, words } = prepared;
  const readme = designReadme(circuit, {
    title: `${network.name} for ${board.name}`,
    frames: images,
    cycles: words.cycles,
    placeholders,
  });
  const files = [readme, ...simulationDesign([prepared], false)];
  return { name: network.name, circuit, cycles: words.cycles, placeholders, files };
}
