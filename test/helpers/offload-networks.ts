import { type FabricBoard, loadBoard } from '../../sim/fabric/index.js';
import type { OffloadBoard } from '../../sim/fabric/offload/program.js';
import { BIPOLAR } from '../../sim/nn/data-type.js';
import type { Layer, Network, Padding } from '../../sim/nn/network.js';
import { NO_PADDING } from '../../sim/nn/windows.js';
import { convolutionOf, maxPoolOf, networkOf } from './layers.js';

/** A board with the engine, on which an inner loop costs so many cycles. */
export function offloadBoard(name: string, loopOverhead?: number): OffloadBoard {
  const board: FabricBoard = loadBoard(name);
  const offload = board.offload!;
  const value = loopOverhead ?? offload.loopOverhead.value;
  return { ...board, offload: { ...offload, loopOverhead: { ...offload.loopOverhead, value } } };
}

function evenly(pixels: number): Padding {
  return { top: pixels, left: pixels, bottom: pixels, right: pixels };
}

/** Convolutions and pools one behind the other, on codes of so many bits. */
export class OffloadNetwork {
  private readonly layers: Layer[] = [];

  constructor(
    private readonly bits: number,
    private readonly shape: readonly number[],
  ) {}

  convolution(name: string, mh: number, side: number, padding: number, groups = 1): this {
    return this.add(convolutionOf({ ...this.place(name), mh, kernel: [side, side], padding: evenly(padding), groups }));
  }

  pool(name: string, side: number, step: number, padding: Padding = NO_PADDING): this {
    const { inputType, ...place } = this.place(name);
    return this.add(maxPoolOf({ ...place, inputType, kernel: [side, side], stride: [step, step], padding }));
  }

  network(name: string): Network {
    return { ...networkOf(this.layers, this.shape), name };
  }

  private add(layer: Layer): this {
    this.layers.push(layer);
    return this;
  }

  private place(name: string) {
    const before = this.layers.at(-1);
    const type = { bits: this.bits, encoding: 'unsigned', narrow: false, scale: 1 } as const;
    return {
      name,
      input: before?.name ?? 'input',
      inputShape: before?.outputShape ?? this.shape,
      inputType: type,
      outputType: type,
      weightType: BIPOLAR,
      accumulate: 'sum' as const,
    };
  }
}
