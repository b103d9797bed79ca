import { InputError } from '../../../core/input/input-error.js';
import type { Block } from '../../../core/pipeline.js';
import { type CodeLayer, isMatrixLayer } from '../../../nn/network.js';
import { foldingOf, isInLutRam } from '../../overlay.js';
import type { FabricDesign, FabricProgram } from '../../program.js';
import { addFifo } from './fifo.js';
import { addMatrix, addMemoryPorts, addPool, addWindow, type HlsResourceModel, hlsResourceModel } from './layer.js';
import { addSelector, addWidthConverter } from './units.js';
import { fittedResources, type Resources, Usage } from './usage.js';

/**
 * Resources of a whole compiled design on its board: blocks and streams as they are laid, and the shell.
 * @throws InputError for a design in another library than hls
 */
export function designResources(program: FabricProgram, model: HlsResourceModel = hlsResourceModel()): Resources {
  const { board } = program.design;
  return fittedResources(designUsage(program).resources(model.constants), 2 * board.resources.bram36.value);
}

/**
 * What a compiled design is made of.
 * @throws InputError for a design in another library than hls
 */
export function designUsage({ design, placements, pipeline }: FabricProgram): Usage {
  if (design.library.name !== 'hls') {
    throw new InputError(`resources of designs are known for library hls, found ${design.library.name}`);
  }
  const usage = new Usage();
  addMemoryPorts(usage, 1);
  const bitsOf = new Map(pipeline.streams.map(({ name, bits }) => [name, bits]));
  for (const { depth, bits } of pipeline.streams) addFifo(usage, depth, bits);
  for (const { layer, units } of placements) {
    for (const block of pipeline.blocks.filter(({ name }) => units.includes(name))) {
      const [inputBits, outputBits] = [bitsOf.get(block.inputs[0])!, bitsOf.get(block.outputs[0])!];
      if (block.unit === 'widthConverter') addWidthConverter(usage, inputBits, outputBits);
      else if (block.unit === 'padding') addSelector(usage, inputBits);
      else addUnit(usage, design, layer, block);
    }
  }
  return usage;
}

/** A unit that does a layer's work. */
function addUnit(usage: Usage, { overlay }: FabricDesign, layer: CodeLayer, { unit }: Block): void {
  if (!isMatrixLayer(layer)) {
    addPool(usage, layer);
    return;
  }
  const folding = foldingOf(overlay, layer);
  if (layer.op === 'convolution' && unit === 'slidingWindow') {
    addWindow(usage, layer, folding);
    return;
  }
  addMatrix(usage, layer, folding, {
    weights: isInLutRam(overlay, layer, 'weights') ? 'lut' : 'auto',
    thresholds: isInLutRam(overlay, layer, 'thresholds') ? 'lut' : 'auto',
  });
}
