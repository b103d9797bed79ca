import type { ResourceConstants } from './constants.js';

/** Resources of a part of a design. */
export interface Resources {
  readonly lut: number;
  readonly bram18: number;
  /** Always 0: multipliers of the HLS blocks are in LUTs. The few DSPs that published designs have are not modelled. */
  readonly dsp: number;
  /** Of those block RAMs the ones that synthesis may put into LUT RAM, and the LUTs that they then take. */
  readonly movable: { readonly bram18: number; readonly lut: number };
}

/**
 * What blocks and streams are made of, added up; it becomes resources by the constants. Mutable, so that counting a layer
 * allocates one object.
 */
export class Usage {
  /** LUTs of adders, comparators and multiplexers as their structure has them. */
  logicLut = 0;
  /** LUTs used as memory, and counters of FIFOs. */
  storageLut = 0;
  bram18 = 0;
  movableBram18 = 0;
  movableLut = 0;
  /** Processes with a control of their own. */
  blocks = 0;
  /** AXI masters. */
  memoryPorts = 0;

  /** The resources that this comes to. */
  resources(constants: ResourceConstants): Resources {
    const { logicScale, controlLut, portBram18 } = constants;
    return {
      lut: logicScale.value * this.logicLut + this.storageLut + controlLut.value * this.blocks,
      bram18: this.bram18 + portBram18.value * this.memoryPorts,
      dsp: 0,
      movable: { bram18: this.movableBram18, lut: this.movableLut },
    };
  }
}

/** Resources of two parts together. */
export function addResources(a: Resources, b: Resources): Resources {
  return {
    lut: a.lut + b.lut,
    bram18: a.bram18 + b.bram18,
    dsp: a.dsp + b.dsp,
    movable: { bram18: a.movable.bram18 + b.movable.bram18, lut: a.movable.lut + b.movable.lut },
  };
}

/**
 * Resources on a device of so much block RAM. Where it is too little, synthesis puts memories into LUT RAM: of those that may
 * be, as large a part as is missing.
 */
export function fittedResources(resources: Resources, deviceBram18: number): Resources {
  const { lut, bram18, dsp, movable } = resources;
  const moved = Math.min(Math.max(bram18 - deviceBram18, 0), movable.bram18);
  if (moved === 0) return resources;
  const movedLut = (movable.lut * moved) / movable.bram18;
  return {
    lut: lut + movedLut,
    bram18: bram18 - moved,
    dsp,
    movable: { bram18: movable.bram18 - moved, lut: movable.lut - movedLut },
  };
}
