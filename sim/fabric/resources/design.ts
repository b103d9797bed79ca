import type { FabricProgram } from '../program.js';
import { finnDesignCost } from './finn/design.js';
import { designUsage } from './hls/design.js';
import { type HlsResourceModel, hlsResourceModel } from './hls/layer.js';
import { fittedResources, type Resources } from './hls/usage.js';

/**
 * Resources of a whole compiled design on its board, with the shell of the memory port: of HLS blocks as they are laid, with
 * memories moved to LUTs where block RAM is short; of library finn the sum of FINN's estimates of its units.
 */
export function designResources(program: FabricProgram, model: HlsResourceModel = hlsResourceModel()): Resources {
  const { board, library } = program.design;
  if (library.name === 'finn') {
    return { ...finnDesignCost(program, library), movable: { bram18: 0, lut: 0 } };
  }
  return fittedResources(designUsage(program).resources(model.constants), 2 * board.resources.bram36.value);
}
