import { benchOffloadTiming, benchTiming } from './timing.js';
import { benchValues } from './values.js';

await benchTiming();
await benchOffloadTiming();
await benchValues();
