import type { DpuLayer, MiscStage, Operation } from './operations.js';

/**
 * Operations as layers of the DPU: a convolution whose output only a pool, a depthwise convolution or a sum reads takes it with
 * it, so that what lies between never leaves the banks.
 */
export function fuse(operations: readonly Operation[], readers: (tensor: string) => number): DpuLayer[] {
  const order = new Map(operations.map(({ name }, index) => [name, index]));
  const behind = new Map<string, Operation>();
  for (const operation of operations) {
    const { stage, reads } = operation;
    if (stage.kind === 'conv' || stage.kind === 'move') continue;
    const producer = reads.reduce((latest, name) =>
      (order.get(name) ?? -1) > (order.get(latest) ?? -1) ? name : latest,
    );
    const conv = operations[order.get(producer) ?? -1];
    const alone = readers(producer) === 1 && conv?.output.channels === conv?.output.storage.channels;
    if (conv?.stage.kind === 'conv' && alone && !behind.has(producer)) behind.set(producer, operation);
  }
  const taken = new Set([...behind.values()].map(({ name }) => name));
  return operations
    .filter(({ name }) => !taken.has(name))
    .map((operation) => layerOf(operation, behind.get(operation.name)));
}

function layerOf(first: Operation, misc: Operation | undefined): DpuLayer {
  const { stage, inputs, output } = first;
  const last = misc ?? first;
  const sources = misc === undefined ? [first.name] : [first.name, misc.name];
  const common = {
    name: last.name,
    sources,
    input: inputs[0],
    output: last.output,
    macs: first.macs + (misc?.macs ?? 0),
  };
  if (stage.kind === 'move') return { ...common, middle: inputs[0], move: stage };
  if (stage.kind === 'conv') {
    const { height, width, channels } = output;
    const isFirst = misc?.reads[0] === first.name;
    const other = misc?.stage.kind === 'add' ? misc.inputs[isFirst ? 1 : 0] : undefined;
    return {
      ...common,
      conv: stage,
      middle: { height, width, channels },
      ...(misc === undefined ? {} : { misc: isFirst ? (misc.stage as MiscStage) : swapped(misc.stage as MiscStage) }),
      ...(other === undefined ? {} : { other }),
    };
  }
  return { ...common, middle: inputs[0], misc: stage, ...(stage.kind === 'add' ? { other: inputs[1] } : {}) };
}

/** The stage where the convolution's output is the second of a sum's addends. */
function swapped(stage: MiscStage): MiscStage {
  if (stage.kind !== 'add') return stage;
  const [a, b] = stage.shiftRead;
  return { ...stage, shiftRead: [b, a] };
}
