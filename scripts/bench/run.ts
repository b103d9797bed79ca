import { benchCores } from './cores.js';
import { benchImported } from './imported.js';
import { benchTiming } from './timing.js';
import { benchValues } from './values.js';

await benchCores();
await benchTiming();
await benchValues();
await benchImported();
