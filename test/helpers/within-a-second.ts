import { expect } from 'chai';

/** Does something that must take less than a second of the processor: one that is busy with other things cannot make it fail. */
export function withinASecond(act: () => void): void {
  const from = process.cpuUsage();
  act();
  expect(process.cpuUsage(from).user / 1e6, 'seconds').to.be.below(1);
}
