import { benchCores } from './cores.js';
import { benchTiming } from './timing.js';
import { benchValues } from './values.js';

await benchCores();
await benchTiming();
await benchValues();
