import { bytesOf } from '../../core/input/bytes.js';
import { readText } from '../../core/input/file.js';
import { InputError } from '../../core/input/input-error.js';
import { allowedNames } from '../../core/input/nearest.js';
import { showName } from '../../core/input/show.js';
import { packagePath } from '../../core/package-root.js';
import { assemble, type Program } from '../cores/assemble.js';
import { Cluster, type ClusterRun } from '../cores/cluster.js';
import type { ClusterTiming } from '../cores/timing.js';
import type { KernelBuffer, KernelCall } from './kernel-call.js';

const FOLDER = 'sim/gap8/kernels';
const WORD_BYTES = 4;

/** What a kernel left in its buffers, by name, and how long it took. */
export interface KernelRun {
  readonly run: ClusterRun;
  readonly outputs: Readonly<Record<string, Uint8Array>>;
}

/**
 * Runs a kernel on the cores of a cluster.
 * @param inputs contents of buffers before the run, by name; others are zero
 * @throws InputError for an unknown buffer, one of the wrong size, or where a tile does not fit into L1
 */
export function runKernel(
  call: KernelCall,
  timing: ClusterTiming,
  inputs: Readonly<Record<string, ArrayBufferView>> = {},
): KernelRun {
  requireKnown(call, Object.keys(inputs));
  const cluster = new Cluster(timing);
  const placed = placeBuffers(call, cluster.dataBytes);
  for (const buffer of placed) loadBuffer(call, buffer, inputs[buffer.name], cluster);

  const base = timing.l1Base.value;
  const values = [...placed.map(({ address }) => base + address), ...Object.values(call.parameters)];
  for (const [index, value] of values.entries()) cluster.tcdm.write(WORD_BYTES * index, WORD_BYTES, value);
  const run = cluster.run(programOf(call, timing), base);

  const results = placed.filter(({ role }) => role === 'out' || role === 'inout');
  const outputs = results.map(({ name, address, bytes }) => [name, cluster.tcdm.bytes.slice(address, address + bytes)]);
  return { run, outputs: Object.fromEntries(outputs) };
}

function requireKnown({ kernel, buffers }: KernelCall, given: readonly string[]): void {
  const names = buffers.map(({ name }) => name);
  const unknown = given.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new InputError(`${kernel}: unknown buffer ${showName(unknown)}, ${allowedNames(unknown, names)}`);
}

interface PlacedBuffer extends KernelBuffer {
  readonly address: number;
}

/** Puts the arguments at the beginning of L1, the buffers behind them, each at a word. */
function placeBuffers({ kernel, buffers, parameters }: KernelCall, available: number): PlacedBuffer[] {
  let end = WORD_BYTES * (buffers.length + Object.keys(parameters).length);
  const placed = buffers.map((buffer) => {
    const address = end;
    end = WORD_BYTES * Math.ceil((address + buffer.bytes) / WORD_BYTES);
    return { ...buffer, address };
  });
  if (end <= available) return placed;
  throw new InputError(`${kernel}: the tile takes ${end} bytes of L1, allowed: at most ${available}`);
}

function loadBuffer(
  call: KernelCall,
  buffer: PlacedBuffer,
  input: ArrayBufferView | undefined,
  cluster: Cluster,
): void {
  if (input === undefined) return;
  const { name, bytes, address } = buffer;
  if (input.byteLength !== bytes) {
    throw new InputError(`${call.kernel}: ${name}: found ${input.byteLength} bytes, allowed: ${bytes}`);
  }
  cluster.tcdm.bytes.set(bytesOf(input), address);
}

const programs = new Map<string, Program>();

/** The assembled listing; names of buffers and parameters, which are the same in every call of a kernel, become offsets. */
function programOf({ kernel, buffers, parameters, constants: own }: KernelCall, timing: ClusterTiming): Program {
  const cores = timing.cores.value;
  const barrier = timing.barrierAddress.value;
  const key = JSON.stringify([kernel, own, cores, barrier]);
  const known = programs.get(key);
  if (known !== undefined) return known;
  const names = [...buffers.map(({ name }) => name), ...Object.keys(parameters)];
  const offsets = names.map((name, index) => [`arg.${name}`, WORD_BYTES * index]);
  const constants = {
    CORES: cores,
    LOG2_CORES: Math.log2(cores),
    BARRIER: barrier,
    ...own,
    ...Object.fromEntries(offsets),
  };
  const { text, file } = readListing(`${kernel}.s`);
  const program = assemble(text, file, { constants, include: readListing });
  programs.set(key, program);
  return program;
}

function readListing(name: string): { text: string; file: string } {
  const path = packagePath(`${FOLDER}/${name}`);
  return { text: readText(path), file: `${FOLDER}/${name}` };
}
