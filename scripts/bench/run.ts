import { benchCores } from './cores.js';
import { benchExploring } from './explore.js';
import { benchFloats } from './floats.js';
import { benchImported } from './imported.js';
import { benchRtl } from './rtl.js';
import { benchOffloadTiming, benchTiming } from './timing.js';
import { benchValues } from './values.js';

await benchCores();
await benchTiming();
await benchOffloadTiming();
await benchExploring();
await benchValues();
await benchImported();
await benchFloats();
await benchRtl();
