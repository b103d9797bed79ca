import { InputError } from '../core/input/input-error.js';

/** A device that cannot be reached, or that fails. The message begins with its name. */
export class DeviceError extends InputError {
  /**
   * @param device name of the device
   * @param passing whether it may go well another time: a connection that broke, a board that has just restarted
   */
  constructor(
    device: string,
    problem: string,
    readonly passing = false,
  ) {
    super(`${device}: ${problem}`);
  }
}

/** A device that does not run at the clock that its model assumes, so that none of its times means anything. */
export class ClockError extends DeviceError {}
