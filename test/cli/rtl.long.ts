import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { SIMULATION_TOOLS } from '../../sim/drivers/rtl/tools.js';
import { qcycle } from '../helpers/qcycle.js';
import { RTL_FILE } from '../helpers/rtl-file.js';
import { needsTools } from '../helpers/rtl-tools.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

/** Emits the pipeline file that has every block into a folder below `folder`. */
async function emitFile(folder: string): Promise<string> {
  const [file, out] = [join(folder, 'every-block.yaml'), join(folder, 'out')];
  writeFileSync(file, RTL_FILE);
  const { code, stderr } = await qcycle(['emit', 'rtl', file, '--out', out]);
  expect(stderr).to.equal('');
  expect(code).to.equal(0);
  return out;
}

/** The shell commands of a README below the heading `## <heading>`. */
function commandsBelow(readme: string, heading: string): string {
  return new RegExp(`## ${heading}\n[\\s\\S]*?\`\`\`sh\n([\\s\\S]*?)\`\`\``).exec(readme)![1];
}

function shell(commands: string, cwd: string) {
  const { status, stdout, stderr } = spawnSync('bash', ['-ec', commands], { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe('qcycle emit rtl, followed by what its README says', () => {
  describe('with Verilator', () => {
    before(function () {
      needsTools(this, SIMULATION_TOOLS);
    });

    it('writes what passes its own bench, built as the README says, and is clean for the linter', async () => {
      await inTemporaryFolder(async (folder) => {
        const out = await emitFile(folder);
        const lint = shell('verilator --lint-only -Wall --top-module every_block units/*.sv every_block.sv', out);
        expect(lint).to.deep.equal({ status: 0, output: '' });
        const readme = readFileSync(join(out, 'README.md'), 'utf8');
        const { status, output } = shell(commandsBelow(readme, 'Simulate'), out);
        expect(status, output).to.equal(0);
        expect(output).to.match(/^PASS$/m);
      });
    });
  });

  describe('with Yosys', () => {
    before(function () {
      needsTools(this, ['yosys']);
    });

    it('writes what Yosys synthesizes as the README says, without a warning', async () => {
      await inTemporaryFolder(async (folder) => {
        const out = await emitFile(folder);
        const readme = readFileSync(join(out, 'README.md'), 'utf8');
        const { status, output } = shell(commandsBelow(readme, 'Synthesize'), out);
        expect(status, output).to.equal(0);
        // ABC has a remark of its own on every network without registers.
        const warnings = output.split('\n').filter((line) => /warning/i.test(line) && !line.startsWith('ABC: '));
        expect(warnings).to.deep.equal([]);
      });
    });
  });
});

describe('qcycle run --device rtl, at length', () => {
  describe('with Verilator', () => {
    before(function () {
      needsTools(this, SIMULATION_TOOLS);
    });

    it('runs a network on its RTL, whose cycles and outputs are those of the simulator', async () => {
      const words = ['run', 'lfc-w1a1', '--device', 'rtl', '--board', 'pynq-z1', '--images', '1'];
      const [alone, against, model] = await Promise.all([
        qcycle([...words, '--json', '-']),
        qcycle([...words, '--against', 'sim']),
        qcycle(['run', 'lfc-w1a1', '--library', 'rtl', '--board', 'pynq-z1', '--images', '1', '--json', '-']),
      ]);
      expect(alone.code, alone.stderr).to.equal(0);
      const run = JSON.parse(alone.stdout);
      expect(run).to.deep.include({ device: 'rtl', images: 1, accuracy: { correct: 1, total: 1 } });
      expect(run.cycles).to.equal(JSON.parse(model.stdout).cycles);
      expect(against.code, against.stderr).to.equal(0);
      expect(against.stdout).to.match(/^lfc-w1a1, rtl against sim: 1 images?, .*outputs.*: equal\n$/);
    });
  });
});
