export { CAUSE_STATISTICS, CAUSES, type Cause, type CauseCycles, totalCycles } from './causes.js';
export { baseClock, type ClockDomain, derivedClock, fromBaseCycle, toBaseCycle, toMicroseconds } from './clock.js';
export { type Deadlock, deadlockSentence, type Wait } from './deadlock.js';
export { simulateEvents } from './engine/event.js';
export type { EngineOptions, PipelineTiming } from './engine/result.js';
export { ENGINES, type Bottleneck, type Engine, type Run, type RunLayer } from './run.js';
export { tick } from './engine/tick.js';
export * from './pipeline.js';
export { HandshakeRecorder, type TraceSelection } from './trace/recorder.js';
