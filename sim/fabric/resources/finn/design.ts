import { choicesOf } from '../../finn/choices.js';
import { layOut } from '../../finn/layers/lay-out.js';
import { type OpCost, sumOfCosts } from '../../finn/layers/op.js';
import { converterCost, finnFifoCost } from '../../finn/layers/stream-cost.js';
import type { FinnLibrary } from '../../finn/library.js';
import type { FabricProgram } from '../../program.js';
import { hlsResourceModel, memoryPortResources } from '../hls/layer.js';

/** What a compiled design in library finn takes: its units, the converters and FIFOs between them, and the memory port. */
export function finnDesignCost(
  { design, placements, pipeline, fifos, fifoDepths }: FabricProgram,
  library: FinnLibrary,
): OpCost {
  const layers = placements.map(({ layer }) => layer);
  const choices = choicesOf(layers, design.overlay, library);
  const bitsOf = new Map(pipeline.streams.map(({ name, bits }) => [name, bits]));
  const units = layers.flatMap((layer, index) => layOut(layer, choices[index], library).map(({ cost }) => cost));
  const converters = pipeline.blocks
    .filter(({ unit }) => unit === 'dwc')
    .map(({ inputs, outputs }) => converterCost(bitsOf.get(inputs[0])!, bitsOf.get(outputs[0])!));
  const queues = fifos.map((name, index) => finnFifoCost(bitsOf.get(name)!, fifoDepths[index]));
  const { lut, bram18 } = memoryPortResources(hlsResourceModel());
  return sumOfCosts([{ lut, bram18, dsp: 0 }, ...units, ...converters, ...queues]);
}
