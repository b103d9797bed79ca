import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateEvents } from '../../sim/core/index.js';
import { usualOverlay } from '../../sim/drivers/index.js';
import { simulationDesign } from '../../sim/drivers/rtl/cosimulate.js';
import { networkCosimulation } from '../../sim/drivers/rtl/network-cosimulation.js';
import { missingTools, SIMULATION_TOOLS } from '../../sim/drivers/rtl/tools.js';
import { buildSimulation, writeDesign } from '../../sim/drivers/rtl/verilator.js';
import { compile, loadBoard, loadLibrary } from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/index.js';

/** Networks, and the images that Verilator runs; its seconds are carried on to all images by the cycles. */
const NETWORKS = [
  { name: 'lfc-w1a1', images: 1000 },
  { name: 'cnv-w2a2', images: 8 },
  { name: 'cnv-w1a1', images: 16 },
] as const;
const ALL_IMAGES = 10_000;
/** Runs of which the median is taken, and seconds that they take at least: the event engine is warm then, as in all benches. */
const LEAST_RUNS = 5;
const LEAST_SECONDS = 2;

/** The event engine beside Verilator on the same circuit: processor seconds for the timing of 10 000 images, medians, and their ratio. */
export async function benchRtl(): Promise<void> {
  const missing = missingTools(SIMULATION_TOOLS);
  if (missing.length > 0) {
    process.stdout.write(`event engine and Verilator: missing ${missing.join(', ')}\n`);
    return;
  }
  for (const { name, images } of NETWORKS) {
    const network = loadNamedNetwork(name);
    const job = { network, overlay: usualOverlay(network), board: loadBoard('ultra96'), images };
    const prepared = await networkCosimulation(job);
    const { cycles: benchCycles } = prepared.words;
    const overlay = { ...job.overlay, library: 'rtl' as const };
    const { pipeline } = compile({ ...job, overlay, library: loadLibrary('rtl'), images: ALL_IMAGES });
    const { cycles } = simulateEvents(pipeline);
    const model = medianOf(() => {
      const from = process.cpuUsage();
      simulateEvents(pipeline);
      const { user, system } = process.cpuUsage(from);
      return (user + system) / 1e6;
    });
    const folder = mkdtempSync(join(tmpdir(), 'qcycle-bench-'));
    try {
      const files = simulationDesign([prepared], false);
      await writeDesign(folder, files);
      const program = await buildSimulation(folder, files, 'speed');
      const verilator = medianOf(() => processorSeconds(program, folder)) * (cycles / benchCycles);
      process.stdout.write(
        `${name}, library rtl, timing of ${ALL_IMAGES} images, processor seconds: event engine ${model.toFixed(4)}, Verilator ${verilator.toFixed(1)} (${images} images measured), ratio ${(verilator / model).toFixed(0)}\n`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Processor seconds of a program, which must end well. */
function processorSeconds(program: string, cwd: string): number {
  const script = `TIMEFORMAT='%U %S'; time "$0" > /dev/null`;
  const { status, stderr } = spawnSync('bash', ['-c', script, program], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ended with ${status}\n${stderr}`);
  const [user, system] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  return user + system;
}

/** The median of what is measured, in seconds. */
function medianOf(measure: () => number): number {
  const seconds: number[] = [];
  for (let sum = 0; seconds.length < LEAST_RUNS || sum < LEAST_SECONDS; sum += seconds[seconds.length - 1]) {
    seconds.push(measure());
  }
  return seconds.sort((one, other) => one - other)[Math.floor(seconds.length / 2)];
}
