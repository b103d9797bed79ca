import type { Gap8Layer } from '../layers.js';
import type { LayerSchedule, Schedule } from '../schedule.js';
import type { LayerPlan } from './plan.js';
import { planPointwise } from './pointwise.js';
import { planAveragePool, planFullyConnected } from './vectors.js';
import { planConvolution, planDepthwise } from './windowed.js';

/** Unrolls the loops of a layer over its tiles. */
export function planLayer(layer: Gap8Layer, schedule: LayerSchedule, copies: Pick<Schedule, 'mergeLines'>): LayerPlan {
  switch (layer.op) {
    case 'pointwise':
      return planPointwise(layer, schedule, copies);
    case 'depthwise':
      return planDepthwise(layer, schedule, copies);
    case 'convolution':
      return planConvolution(layer, schedule, copies);
    case 'averagePool':
      return planAveragePool(layer, schedule, copies);
    case 'fullyConnected':
      return planFullyConnected(layer, schedule);
  }
}
