import { type Command, Option } from 'commander';
import { writeFileWhole } from '../core/input/write-file.js';
import { chromeTrace } from '../core/trace/chrome.js';
import type { HandshakeRecorder, TraceSelection } from '../core/trace/recorder.js';
import { vcd } from '../core/trace/vcd.js';
import { parseNames, parseWindow } from './parse.js';

/** Options of commands that write traces of a simulation. */
export interface TraceOptions {
  readonly vcd?: string;
  readonly timeline?: string;
  readonly traceWindow: { readonly fromCycle: number; readonly toCycle: number };
  readonly traceStreams?: readonly string[];
}

/** Cycles of a pipeline that are recorded unless another window is asked for. */
export const USUAL_WINDOW = { fromCycle: 0, toCycle: 20_000 };

/** Adds the options of traces. */
export function withTraceOptions(command: Command): Command {
  return command
    .option('--vcd <file>', 'write the handshakes as a Value Change Dump')
    .option('--timeline <file>', 'write what every block does as a Chrome trace (ui.perfetto.dev)')
    .addOption(
      new Option('--trace-window <from:to>', 'cycles that --vcd and --timeline cover (on GAP8 all, unless it is given)')
        .argParser(parseWindow)
        .default(USUAL_WINDOW, '0:20000'),
    )
    .option('--trace-streams <name,...>', 'streams that --vcd and --timeline cover (default: all)', parseNames);
}

/** What is to be recorded for the traces that were asked for; undefined if none was. */
export function traceSelection({ vcd, timeline, traceWindow, traceStreams }: TraceOptions): TraceSelection | undefined {
  if (vcd === undefined && timeline === undefined) return undefined;
  return { ...traceWindow, ...(traceStreams === undefined ? {} : { streams: traceStreams }) };
}

/**
 * Writes the traces that were asked for.
 * @throws InputError where a file cannot be written
 */
export async function writeTraces(
  recording: HandshakeRecorder,
  clockMHz: number,
  options: TraceOptions,
): Promise<void> {
  if (options.vcd !== undefined) await writeFileWhole(options.vcd, vcd(recording, clockMHz));
  if (options.timeline !== undefined) await writeFileWhole(options.timeline, chromeTrace(recording, clockMHz));
}
