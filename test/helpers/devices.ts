import type { Device } from '../../sim/drivers/device.js';
import { parseDevices } from '../../sim/drivers/devices/device-file.js';
import { deviceOf } from '../../sim/drivers/devices/open-device.js';
import type { FabricJob } from '../../sim/drivers/job.js';
import { usualOverlay } from '../../sim/drivers/load-job.js';
import { loadTestPictures } from '../../sim/drivers/load-pictures.js';
import { loadBoard } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';

/** The device of an entry of devices.yaml, under the name `lab`. */
export function deviceFrom(entry: object): Device {
  const file = JSON.stringify({ schema: 'qcycle.devices/1', devices: { lab: entry } });
  return deviceOf('lab', parseDevices(file, 'devices.yaml').get('lab')!);
}

/** The first images of the MNIST test set on a network of digits, for a board. */
export function digitsJob(name: 'lfc-w1a1' | 'lfc-w1a2', images: number, board = 'ultra96'): FabricJob {
  const network = loadNamedNetwork(name);
  const overlay = usualOverlay(network);
  return { network, board: loadBoard(board), overlay, images, engine: 'event', pictures: loadTestPictures(network) };
}
