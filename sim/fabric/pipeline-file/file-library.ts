import type { StreamSpec } from '../../core/pipeline.js';
import { loadLibrary } from '../catalog.js';
import { planFinn } from './finn-plan.js';
import { planHls } from './hls-plan.js';
import type { Joining, UnitPlan } from './plan.js';
import { planRtl } from './rtl-plan.js';
import type { PipelineFile } from './schema.js';

/** How the blocks of a file are joined. */
export function joiningOf({ library }: PipelineFile): Joining {
  if (library === 'finn') return { idleCycles: loadLibrary('finn').idleCycles.value };
  const { defaultFifoDepth, minimumFifoDepth } = loadLibrary(library);
  const fifo = (name: string, bits: number, asked = defaultFifoDepth.value): StreamSpec => {
    return { name, bits, depth: Math.max(asked, minimumFifoDepth.value) };
  };
  return { idleCycles: 0, fifo };
}

/** What the library of a file makes of each block. */
export function planOf({ library, blocks }: PipelineFile): (index: number) => UnitPlan {
  if (library === 'finn') {
    const finn = loadLibrary('finn');
    return (index) => planFinn(blocks[index], finn);
  }
  if (library === 'rtl') {
    const rtl = loadLibrary('rtl');
    return (index) => planRtl(blocks[index], rtl);
  }
  const hls = loadLibrary('hls');
  return (index) => planHls(blocks[index], hls);
}
