import type { Gap8Layer } from '../layers.js';
import type { LayerSchedule, Schedule } from '../schedule.js';
import { planConcat, planElementWise } from './element-wise.js';
import { planFullyConnected } from './fully-connected.js';
import type { LayerPlan } from './plan.js';
import { planPointwise } from './pointwise.js';
import { planChannelwise, planConvolution } from './windowed.js';

/** Unrolls the loops of a layer over its tiles. */
export function planLayer(layer: Gap8Layer, schedule: LayerSchedule, copies: Pick<Schedule, 'mergeLines'>): LayerPlan {
  switch (layer.op) {
    case 'pointwise':
      return planPointwise(layer, schedule, copies);
    case 'depthwise':
    case 'averagePool':
    case 'maxPool':
      return planChannelwise(layer, schedule, copies);
    case 'convolution':
      return planConvolution(layer, schedule, copies);
    case 'add':
    case 'scale':
      return planElementWise(layer, schedule, copies);
    case 'concat':
      return planConcat(layer, schedule, copies);
    case 'fullyConnected':
      return planFullyConnected(layer, schedule);
  }
}
