import { benchExploring } from './explore.js';
import { benchOffloadTiming, benchTiming } from './timing.js';
import { benchValues } from './values.js';

await benchTiming();
await benchOffloadTiming();
await benchExploring();
await benchValues();
