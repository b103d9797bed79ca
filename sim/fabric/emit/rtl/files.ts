import { readFileSync } from 'node:fs';
import { packagePath } from '../../../core/package-root.js';
import type { Pipeline } from '../../../core/pipeline.js';
import { type BenchWords, benchModule, simulationModule, sourceMemory } from './bench.js';
import type { Circuit } from './circuit.js';
import { memoryFile } from './memory-file.js';
import { topLevel } from './top-level.js';

/** A file of an emitted design; the path is relative to its folder. */
export interface EmittedFile {
  readonly path: string;
  readonly text: string | Iterable<string>;
}

const SHIPPED = 'sim/fabric/rtl';

/** Modules that units consist of. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  mvtu: ['dot_product', 'thresholds'],
  thresholding: ['thresholds'],
};

/** The files of the modules that some circuits are made of, as they are shipped. */
export function unitFiles(circuits: readonly Circuit[]): EmittedFile[] {
  return unitFilesOf(['fifo', 'frame_end', ...circuits.flatMap(({ units }) => units.map(({ module }) => module.name))]);
}

/** The files of some modules and of those that they consist of. */
export function unitFilesOf(modules: readonly string[]): EmittedFile[] {
  const names = new Set(modules.flatMap((name) => [name, ...(PARTS[name] ?? [])]));
  return [...names].sort().map((name) => shipped(`units/${name}.sv`));
}

/** The top level of a circuit and the files of its memories. */
export function circuitFiles(circuit: Circuit, { frames }: Pick<Pipeline, 'frames'>): EmittedFile[] {
  const memoryPath = (unit: string, parameter: string) =>
    `memories/${circuit.name}.${unit}.${parameter.toLowerCase()}.hex`;
  const memories = circuit.units.flatMap(({ name, module }) =>
    Object.entries(module.memories ?? {}).map(([parameter, contents]) => ({
      path: memoryPath(name, parameter),
      text: memoryFile(contents()),
    })),
  );
  return [{ path: `${circuit.name}.sv`, text: topLevel(circuit, frames, memoryPath) }, ...memories];
}

/** What feeds a circuit and compares what it gives, with the files of the words. */
export function benchFiles(circuit: Circuit, words: BenchWords): EmittedFile[] {
  const { name, output } = circuit;
  const paths = { input: `memories/${name}.input.hex`, expected: `memories/${name}.expected.hex` };
  const expected = { bits: output.stream.bits, words: [...words.expected, 0n] };
  return [
    { path: `bench/${name}_bench.sv`, text: benchModule(circuit, words, paths) },
    { path: paths.input, text: memoryFile(sourceMemory(circuit, words.input)) },
    { path: paths.expected, text: memoryFile(expected) },
  ];
}

/**
 * What runs the benches of some circuits side by side.
 * @param timeoutCycles after which those that are not done have failed
 * @param logged whether every handshake is printed
 */
export function simulationFiles(circuits: readonly Circuit[], timeoutCycles: number, logged: boolean): EmittedFile[] {
  const text = simulationModule(
    circuits.map(({ name }) => `${name}_bench`),
    timeoutCycles,
  );
  return [
    { path: 'bench/simulate.sv', text },
    shipped('bench/main.cpp'),
    shipped('bench/stream_source.sv'),
    shipped('bench/stream_sink.sv'),
    ...(logged ? [shipped('bench/handshake_log.sv')] : []),
  ];
}

function shipped(path: string): EmittedFile {
  return { path, text: readFileSync(packagePath(`${SHIPPED}/${path}`), 'utf8') };
}
