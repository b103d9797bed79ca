import { InputError } from '../../core/input/input-error.js';
import type { Device, DeviceDescription } from '../device.js';
import { loadAnyBoard } from '../load-board.js';
import { clockProblem } from './board-clock.js';

/** Whether a device can be reached, and what is wrong with it. */
export interface CheckedDevice {
  readonly name: string;
  /** Absent where it cannot be reached. */
  readonly description?: DeviceDescription;
  readonly problem?: string;
}

/** Connects to a device and compares what it says of itself with the model of its board; closes it. */
export async function checkDevice(device: Device): Promise<CheckedDevice> {
  const { name } = device;
  try {
    const description = await device.describe();
    const problem = boardProblem(description);
    return { name, description, ...(problem === undefined ? {} : { problem }) };
  } catch (error) {
    if (error instanceof InputError) return { name, problem: error.message };
    throw error;
  } finally {
    await device.close();
  }
}

/** How the clock that a device reports differs from that of its board's model; undefined where it does not. */
export function boardProblem({ board, clockMHz }: DeviceDescription): string | undefined {
  if (board === undefined) return undefined;
  const model = loadAnyBoard(board);
  return clockMHz === undefined ? undefined : clockProblem(clockMHz, model);
}
