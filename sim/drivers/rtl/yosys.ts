import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HardwareModule } from '../../core/pipeline.js';
import { memoryFile, type RtlResources, unitFilesOf } from '../../fabric/index.js';
import { requireTools } from './tools.js';
import { writeDesign } from './verilator.js';

/** LUTs that a cell of the 7 series takes; those that are not here take none. */
const LUTS: Readonly<Record<string, number>> = {
  LUT1: 1,
  LUT2: 1,
  LUT3: 1,
  LUT4: 1,
  LUT5: 1,
  LUT6: 1,
  SRL16E: 1,
  SRLC32E: 1,
  RAM32X1D: 2,
  RAM64X1D: 2,
  RAM128X1D: 4,
  RAM32M: 4,
  RAM64M: 4,
};

const BLOCK_RAM: Readonly<Record<string, number>> = { RAMB18E1: 1, RAMB36E1: 2 };

/** What a module with its parameters takes on a device of the 7 series, by Yosys; multipliers in LUTs. */
export async function synthesize(module: HardwareModule): Promise<RtlResources> {
  requireTools(['yosys']);
  const folder = mkdtempSync(join(tmpdir(), 'qcycle-yosys-'));
  try {
    const memories = Object.entries(module.memories ?? {}).map(([parameter, contents]) => ({
      parameter,
      path: `${parameter.toLowerCase()}.hex`,
      text: memoryFile(contents()),
    }));
    const files = unitFilesOf([module.name]);
    await writeDesign(folder, [...files, ...memories]);
    const values = [
      ...Object.entries(module.parameters).map(
        ([key, value]) => `-set ${key} ${value < 0 ? `32'd${value >>> 0}` : value}`,
      ),
      ...memories.map(({ parameter, path }) => `-set ${parameter} "${path}"`),
    ];
    const commands = [
      `read_verilog -sv ${files.map(({ path }) => path).join(' ')}`,
      `chparam ${values.join(' ')} ${module.name}`,
      `synth_xilinx -noiopad -noclkbuf -nodsp -flatten -top ${module.name}`,
      'stat',
    ];
    return resourcesOf(await run(commands.join('; '), folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads the last table of `stat`. */
function resourcesOf(log: string): RtlResources {
  const table = log.slice(log.lastIndexOf('Number of cells:'));
  let [lut, bram18] = [0, 0];
  for (const [, cell, count] of table.matchAll(/^ +([A-Z0-9]+) +(\d+)$/gm)) {
    lut += (LUTS[cell] ?? 0) * Number(count);
    bram18 += (BLOCK_RAM[cell] ?? 0) * Number(count);
  }
  return { lut, bram18 };
}

async function run(commands: string, cwd: string): Promise<string> {
  const child = spawn('yosys', ['-p', commands], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (data: Buffer) => {
    output += data;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`yosys ended with ${code}\n${output.slice(-10_000)}`);
  return output;
}
