export { type Architecture, architectureOf, type Limits, limitsOfFamily, peakOpsPerCycle } from './architecture.js';
export { compileDpu } from './compile.js';
export { decode } from './isa/decode.js';
export { disassemble } from './isa/disassemble.js';
export { encode } from './isa/encode.js';
export {
  ACTIVATIONS,
  ENGINES as DPU_ENGINES,
  INSTRUCTION_SET,
  type Instruction,
  type InstructionOf,
  type Mnemonic,
  POOL_TYPES,
  REGISTERS,
} from './isa/instruction-set.js';
export type { DpuProgram, HostPart, ParameterBlock, ProgramLayer, Subgraph, TensorBlock } from './program.js';
