import { z } from 'zod';
import { baseClock, type ClockDomain } from '../core/clock.js';
import { type Constant, wholeConstant } from '../core/constant.js';
import { parseYaml } from '../core/input/yaml.js';

/** A board that carries a streaming pipeline: clock, memory port, what the device offers. Frozen plain data. */
export interface FabricBoard {
  readonly name: string;
  readonly machine: 'fabric';
  readonly device: string;
  readonly clock: ClockDomain;
  readonly memoryPort: MemoryPort;
  /** Where the board has the engine of multi-layer offload. */
  readonly offload?: OffloadPort;
  readonly resources: Readonly<Record<'lut' | 'ff' | 'bram36' | 'dsp', Constant>>;
}

/** The port through which images come and results go. */
export interface MemoryPort {
  readonly name: string;
  readonly wordBits: Constant;
  /** Images that one burst moves while the remaining count is a multiple of it; else a burst moves one. */
  readonly imagesPerBurst: Constant;
  /** Cycles from the request of a burst to its first word. */
  readonly requestLatency: Constant;
}

/** How a board runs the engine of multi-layer offload: its clock, and what its time depends on beside its shape. */
export interface OffloadPort {
  readonly clock: ClockDomain;
  /** delta: cycles that the engine takes to enter and to leave an inner pipelined loop. */
  readonly loopOverhead: Constant;
  /** Cycles that the host takes to write a control register. */
  readonly registerWrite: Constant;
}

const clock = z
  .strictObject({ name: z.string().min(1), frequencyHz: wholeConstant('Hz', 1) })
  .transform(({ name, frequencyHz }) => baseClock(name, frequencyHz.value));

const boardSchema = z
  .strictObject({
    schema: z.literal('qcycle.board/1'),
    name: z.string().min(1),
    machine: z.literal('fabric'),
    device: z.string().min(1),
    clock,
    memoryPort: z.strictObject({
      name: z.string().min(1),
      wordBits: wholeConstant('bits', 1),
      imagesPerBurst: wholeConstant('images', 1),
      requestLatency: wholeConstant('cycles', 0),
    }),
    offload: z
      .strictObject({ clock, loopOverhead: wholeConstant('cycles', 0), registerWrite: wholeConstant('cycles', 0) })
      .optional(),
    resources: z.strictObject({
      lut: wholeConstant('LUT', 1),
      ff: wholeConstant('FF', 1),
      bram36: wholeConstant('BRAM36', 1),
      dsp: wholeConstant('DSP', 0),
    }),
  })
  .transform(
    ({ schema: _, offload, ...board }): FabricBoard =>
      Object.freeze({ ...board, ...(offload === undefined ? {} : { offload }) }),
  );

/**
 * Reads a board file (schema qcycle.board/1).
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseBoard(text: string, file: string): FabricBoard {
  return parseYaml(text, file, boardSchema);
}
