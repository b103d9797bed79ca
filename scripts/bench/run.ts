import { benchTiming } from './timing.js';
import { benchValues } from './values.js';

await benchTiming();
await benchValues();
