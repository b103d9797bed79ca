import { deadlockSentence } from '../../core/deadlock.js';
import { simulateEvents } from '../../core/engine/event.js';
import { InputError } from '../../core/input/input-error.js';
import { type Pipeline, type Word, wordsThrough } from '../../core/pipeline.js';
import { HandshakeRecorder } from '../../core/trace/recorder.js';
import {
  type BenchWords,
  benchFiles,
  type Circuit,
  circuitFiles,
  circuitOf,
  type EmittedFile,
  type RtlLibrary,
  simulationFiles,
  unitFiles,
} from '../../fabric/index.js';
import { HandshakeLog } from './handshakes.js';
import { type BuildFor, buildSimulation, runSimulation, writeDesign } from './verilator.js';

/** A pipeline of library rtl, its circuit, and what the model says of both. */
export interface Cosimulation {
  readonly pipeline: Pipeline;
  readonly circuit: Circuit;
  readonly words: BenchWords;
  /** Every handshake of the model. */
  readonly recording: HandshakeRecorder;
}

/** Beyond the cycles of the model, after which a simulation that is not done has failed. */
const PATIENCE = 1000;

/**
 * Lays a pipeline out as a circuit and finds out what the model says of it.
 * @param words those that the source offers, and those that the sink must get
 * @throws InputError if the pipeline deadlocks
 */
export function prepareCosimulation(
  pipeline: Pipeline,
  name: string,
  library: RtlLibrary,
  { input, expected }: { readonly input: readonly Word[]; readonly expected: readonly Word[] },
): Cosimulation {
  const circuit = circuitOf(pipeline, name, library.distributedDepth.value);
  const recording = new HandshakeRecorder(pipeline, { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY });
  const { cycles, deadlock } = simulateEvents(pipeline, { recorder: recording });
  if (deadlock !== null) throw new InputError(deadlockSentence(deadlock));
  const output = recording.streams.find((stream) => stream?.name === circuit.output.stream.name)!;
  const offered = input.slice(0, wordsThrough(circuit.source, 'writes', 0));
  return { pipeline, circuit, recording, words: { input: offered, expected, lastCycle: output.read.at(-1)!, cycles } };
}

/** The files of some circuits and of what simulates them side by side. */
export function simulationDesign(cases: readonly Cosimulation[], logged: boolean): EmittedFile[] {
  const circuits = cases.map(({ circuit }) => circuit);
  const longest = Math.max(...cases.map(({ words }) => words.cycles));
  return [
    ...unitFiles(circuits),
    ...cases.flatMap(({ circuit, pipeline }) => circuitFiles(circuit, pipeline)),
    ...cases.flatMap(({ circuit, words }) => benchFiles(circuit, words)),
    ...simulationFiles(circuits, 2 * longest + PATIENCE, logged),
  ];
}

/**
 * Builds some circuits as one program in a folder and runs them with every handshake logged.
 * @throws InputError where Verilator is not installed
 */
export async function cosimulate(
  cases: readonly Cosimulation[],
  folder: string,
  buildFor: BuildFor = 'soon',
): Promise<HandshakeLog> {
  const files = simulationDesign(cases, true);
  await writeDesign(folder, files);
  const program = await buildSimulation(folder, files, buildFor);
  const log = new HandshakeLog(cases.map(({ circuit }) => circuit));
  await runSimulation(program, folder, (line) => log.add(line));
  return log;
}
