import { openDevice } from '../../sim/drivers/devices/open-device.js';
import { describeDevice } from './suite.js';

const name = process.env.QCYCLE_DEVICE ?? 'sim';
describeDevice(name, () => openDevice(name));
