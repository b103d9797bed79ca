import { InputError } from '../../../core/input/input-error.js';
import type { Block } from '../../../core/pipeline.js';
import { type CodeLayer, isCodeLayer, isMatrixLayer } from '../../../nn/network.js';
import { foldingOf, isInLutRam } from '../../overlay.js';
import type { FabricDesign, FabricProgram } from '../../program.js';
import { addFifo } from './fifo.js';
import { addMatrix, addMemoryPorts, addPool, addWindow } from './layer.js';
import { addWidthConverter } from './units.js';
import { Usage } from './usage.js';

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
    if (!isCodeLayer(layer)) continue;
    for (const block of pipeline.blocks.filter(({ name }) => units.includes(name))) {
      if (block.unit !== 'widthConverter') addUnit(usage, design, layer, block);
      else addWidthConverter(usage, bitsOf.get(block.inputs[0])!, bitsOf.get(block.outputs[0])!);
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
