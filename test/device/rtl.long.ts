import { openDevice } from '../../sim/drivers/devices/open-device.js';
import { missingTools, SIMULATION_TOOLS } from '../../sim/drivers/rtl/tools.js';
import { describeDevice } from './suite.js';

const missing = missingTools(SIMULATION_TOOLS);
if (missing.length === 0) describeDevice('rtl', () => openDevice('rtl'));
else it.skip(`the device rtl (missing: ${missing.join(', ')})`);
