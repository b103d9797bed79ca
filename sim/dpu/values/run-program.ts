import { InputError } from '../../core/input/input-error.js';
import type { Network } from '../../nn/network.js';
import { pixelTables } from '../../nn/pixel-values.js';
import type { Architecture } from '../architecture.js';
import { REGISTERS } from '../isa/instruction-set.js';
import type { DpuProgram } from '../program.js';
import { createCoreMemory } from './core-memory.js';
import { type EngineChoice, executeSubgraph } from './execute-subgraph.js';
import { placeParameters } from './place-parameters.js';

/**
 * The outputs of a network for one picture, as its instructions compute them in the banks and in DDR. Slow: for small networks.
 * @param pixels of a picture, a byte each
 * @param choose see `executeSubgraph`
 * @returns integers of each output tensor by its name, in the order height, width, channels
 * @throws InputError where a layer has no weights, or is left to the host
 */
export function runDpuProgram(
  network: Network,
  program: DpuProgram,
  architecture: Architecture,
  pixels: Uint8Array,
  choose?: EngineChoice,
): ReadonlyMap<string, Int8Array> {
  const memory = createCoreMemory(program, architecture);
  placeParameters(network, program.parameters, memory.ddr[REGISTERS.weights], memory.perEntry);
  const tables = pixelTables(network.input);
  for (const { place, address } of program.tensors) {
    if (place !== 'input') continue;
    memory.ddr[REGISTERS.input].set(
      Int8Array.from(pixels, (pixel, index) => tables[index % tables.length][pixel]),
      address,
    );
  }
  for (const part of program.parts) {
    if (part.on === 'host')
      throw new InputError(`${part.layers[0].name}: ${part.layers[0].why}, so the host computes it`);
    executeSubgraph(memory, part.instructions, choose);
  }
  const outputs = program.tensors.filter(({ place }) => place === 'output');
  return new Map(
    outputs.map(({ name, address, bytes }) => [name, memory.ddr[REGISTERS.output].slice(address, address + bytes)]),
  );
}
