/**
 * Synthesizes the units of rtl-units.ts with Yosys, keeps the counts in the fabric's resources, and writes the table in
 * docs/resources.md. With --table only the table, from the counts that are there.
 */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { writeFileWhole } from '../../sim/core/input/write-file.js';
import { packagePath } from '../../sim/core/package-root.js';
import { synthesize } from '../../sim/drivers/rtl/yosys.js';
import { MEASURED_MODULES_FILE, type MeasuredModule, measuredModules, rtlResources } from '../../sim/fabric/index.js';
import { measuredUnits } from './rtl-units.js';
import { markdownTable } from './validation/markdown.js';

const SOURCE = 'Yosys 0.23: synth_xilinx -noiopad -noclkbuf -nodsp -flatten, by scripts/docs/rtl-resources.ts';
const DOCUMENT = packagePath('docs/resources.md');
const BLOCK = /(<!-- npm run docs:rtl -->\n)[\s\S]*?(<!-- end -->)/;

if (!process.argv.includes('--table')) await writeFileWhole(MEASURED_MODULES_FILE, await measured());
const text = readFileSync(DOCUMENT, 'utf8');
if (!BLOCK.test(text)) throw new Error(`${DOCUMENT} has no block docs:rtl`);
await writeFileWhole(
  DOCUMENT,
  text.replace(BLOCK, (_, begin: string, end: string) => `${begin}${table()}\n${end}`),
);

async function measured(): Promise<string> {
  const units: MeasuredModule[] = [];
  for (const { name, module } of measuredUnits()) {
    const counts = await synthesize(module);
    units.push({ name, module: module.name, parameters: module.parameters, ...counts });
    process.stderr.write(`${name}: ${counts.lut} LUT, ${counts.bram18} RAMB18\n`);
  }
  return stringify({ schema: 'qcycle.rtl-resources/1', source: SOURCE, units }, { lineWidth: 0 });
}

function table(): string {
  const rows = measuredModules().map(({ name, module, parameters, lut, bram18 }) => {
    const estimate = rtlResources({ name: module, parameters });
    const error = 100 * (estimate.lut / lut - 1);
    const signed = `${error < 0 ? '-' : '+'}${Math.abs(error).toFixed(1)} %`;
    return [name, `${lut}`, `${estimate.lut}`, signed, `${bram18}`, `${estimate.bram18}`];
  });
  return markdownTable(['unit', 'LUT, Yosys', 'LUT, estimate', 'error', 'RAMB18, Yosys', 'RAMB18, estimate'], rows);
}
