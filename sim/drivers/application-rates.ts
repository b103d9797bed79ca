import { compileDpu, type DpuBoard, timeJob } from '../dpu/index.js';
import { isFloatLayer, type Network, pixelsPerImage } from '../nn/network.js';
import { POWER_OF_TWO } from '../nn/quantize/integers/power-of-two.js';
import { toIntegers } from '../nn/quantize/integers/to-integers.js';

/** Pictures of the DPU pruning tutorial's application. */
const TUTORIAL_IMAGES = 5000;
const DPU_BITS = 8;

/**
 * Frames a second of a network on a board with a DPU, as the application of the pruning tutorial measures them, for each number of
 * host threads. A network of real numbers is quantized first; the time depends on shapes alone, so that any picture calibrates.
 * @throws InputError for layers that exceed the DPU, or where real numbers have no weights
 */
export function applicationRates(
  network: Network,
  board: DpuBoard,
  threads: readonly number[],
  images = TUTORIAL_IMAGES,
): number[] {
  const program = compileDpu(network.layers.some(isFloatLayer) ? quantized(network) : network, board);
  return threads.map((count) => {
    const { cycles } = timeJob({ program, board, images, threads: count, hostWork: 'prepared' });
    return (images * board.clock.frequencyHz) / cycles;
  });
}

function quantized(network: Network): Network {
  const pixels = Uint8Array.from({ length: pixelsPerImage(network.input) }, (_, index) => index % 256);
  const bits = { weights: DPU_BITS, inputs: DPU_BITS, activations: DPU_BITS };
  return toIntegers(network, POWER_OF_TWO, bits, { pixels, images: 1 }, network.name).network;
}
