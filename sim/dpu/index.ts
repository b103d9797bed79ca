export { type Architecture, architectureOf, type Limits, limitsOfFamily, peakOpsPerCycle } from './architecture.js';
export {
  boardsNotModelled,
  DPU_BOARDS,
  dpuBoardNames,
  isForDpu,
  loadDpuBoard,
  type UnknownMachine,
  USUAL_DPU_BOARD,
} from './catalog.js';
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
export { type DpuBoard, parseDpuBoard } from './machine.js';
export type { DpuProgram, HostPart, ParameterBlock, ProgramLayer, Subgraph, TensorBlock } from './program.js';
export { DPU_CAUSES, type DpuTimingRecord, simulateDpu } from './simulate.js';
export { threadCurve } from './thread-curve.js';
export { DpuTimeline } from './timeline.js';
export type { DpuJob, HostWork } from './timing/application.js';
export type { JobTiming } from './timing/job-timing.js';
export { framePeriods, timeJob } from './timing/time-job.js';
export type { CoreObserver } from './units/core.js';
export { runDpuProgram } from './values/run-program.js';
