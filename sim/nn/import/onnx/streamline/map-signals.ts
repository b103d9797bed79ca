import { elements } from '../../../network.js';
import { NO_PADDING } from '../../../windows.js';
import type { Graph, Step } from '../graph.js';
import { planPadding } from '../operators/layout.js';
import { poolWindowsOf, reachedPadding } from '../operators/windows.js';
import { canonicalPlaces, isMap } from './places.js';
import { nodeOf } from './reading.js';
import type { PoolStep, Signal } from './signal.js';
import type { Constants } from './weights.js';

/** A max pool behind a layer, and of what lies between. */
export function poolSignal(signal: Signal, step: Step, graph: Graph): Signal {
  const { source, pools, elementSteps } = signal;
  const node = nodeOf(graph, step);
  const windows = poolWindowsOf(node, node.input(0));
  const { kernel, stride, dilation, counts } = windows;
  const before = pools.length === 0 ? source.shape : pools[pools.length - 1].shape;
  if (!isMap(signal, before)) throw step.error(`reads [${signal.shape}], which is no map of the network`);
  if (elements(dilation) !== 1) throw step.error(`dilations are [${dilation}], allowed: 1`);
  const shape = [...counts, before[2]];
  const pool: PoolStep = {
    ...{ step, after: elementSteps.length, kernel, stride, shape },
    padding: reachedPadding(windows),
  };
  const inGraph = graph.types.get(step.operator.outputs[0])!.shape;
  return { ...signal, pools: [...pools, pool], shape: inGraph, places: canonicalPlaces(shape) };
}

/** Zeros around a map, which the convolution behind them takes. */
export function padSignal(signal: Signal, step: Step, graph: Graph, constants: Constants): Signal {
  const { before, behind, value } = planPadding(nodeOf(graph, step));
  const filling = constants.get(step.operator.inputs[2] ?? '')?.data[0] ?? value;
  const isSpatial = signal.shape.length === 4 && [0, 1].every((axis) => before[axis] === 0 && behind[axis] === 0);
  if (!isSpatial || filling !== 0) throw step.error('pads otherwise than height and width with zeros');
  const { top, left, bottom, right } = signal.padding ?? NO_PADDING;
  const padding = {
    top: top + before[2],
    left: left + before[3],
    bottom: bottom + behind[2],
    right: right + behind[3],
  };
  return { ...signal, padding, shape: graph.types.get(step.operator.outputs[0])!.shape };
}
