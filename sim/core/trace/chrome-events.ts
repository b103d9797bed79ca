/** Pieces of the Chrome trace event format, in which one microsecond stands for one clock cycle. */

/** How a trace begins; `about` is for people. */
export function traceBegin(clockMHz: number, fromCycle: number): string {
  const about = { timeUnit: '1 us is 1 cycle', clockMHz, fromCycle };
  return `{"otherData":${JSON.stringify(about)},"traceEvents":[\n`;
}

export const TRACE_END = '\n]}\n';

export function processName(pid: number, name: string): string {
  return JSON.stringify({ ph: 'M', name: 'process_name', pid, args: { name } });
}

export function threadName(pid: number, tid: number, name: string): string {
  return JSON.stringify({ ph: 'M', name: 'thread_name', pid, tid, args: { name } });
}

/** Something that a thread did from one cycle to another (exclusive). */
export function slice(
  pid: number,
  tid: number,
  name: string,
  fromCycle: number,
  toCycle: number,
  args?: object,
): string {
  return JSON.stringify({ ph: 'X', name, pid, tid, ts: fromCycle, dur: toCycle - fromCycle, args });
}
