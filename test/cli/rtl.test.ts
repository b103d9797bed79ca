import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { SIMULATION_TOOLS } from '../../sim/drivers/rtl/tools.js';
import { qcycle } from '../helpers/qcycle.js';
import { RTL_FILE } from '../helpers/rtl-file.js';
import { needsTools } from '../helpers/rtl-tools.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

/** A machine on which nothing is installed. */
const NOTHING = { PATH: '' };
const INSTALL = 'on Debian: apt-get install verilator g++ make yosys (here: verilator g++ make)';

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

describe('qcycle emit rtl', function () {
  this.timeout(300_000);

  it('writes units, memories, a bench and a README, and says so; no program is needed', async () => {
    await inTemporaryFolder(async (folder) => {
      const out = join(folder, 'lfc-rtl');
      const words = ['emit', 'rtl', 'lfc-w1a1', '--board', 'pynq-z1', '--out', out];
      const { code, stdout, stderr } = await qcycle([...words, '--json', '-'], NOTHING);
      expect(stderr).to.equal('');
      expect(code).to.equal(0);
      const record = JSON.parse(stdout);
      expect(record).to.deep.include({ schema: 'qcycle.rtl/1', name: 'lfc-w1a1', top: 'lfc_w1a1', folder: out });
      for (const path of record.files) expect(existsSync(join(out, path)), path).to.equal(true);
      expect(readdirSync(out)).to.have.members(['README.md', 'bench', 'lfc_w1a1.sv', 'memories', 'units']);
      for (const layer of ['L0', 'L1', 'L2', 'L3']) {
        expect(record.files).to.include(`memories/lfc_w1a1.unit_${layer}.weights.hex`);
      }
      const readme = readFileSync(join(out, 'README.md'), 'utf8');
      expect(readme).to.match(/^# lfc-w1a1 for pynq-z1$/m);
      expect(readme).to.contain(`after the ${record.cycles} cycles`);
      expect(readme).to.contain('apt-get install verilator g++ make yosys');
    });
  });

  it('ends with 2 and one line for what has no RTL', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'hls.yaml');
      writeFileSync(
        file,
        'library: hls\ninputBeatsPerFrame: 1\noutputBeatsPerFrame: 1\nblocks: [{ type: fifo, depth: 2 }]\n',
      );
      for (const [args, message] of [
        [['dorefanet'], 'qcycle: dorefanet runs on the offload engine w1a2, which has no RTL\n'],
        [[file], 'qcycle: found the library hls, allowed for RTL: rtl\n'],
        [[file, '--board', 'pynq-z1'], `qcycle: --board is for networks; ${file} is a pipeline file\n`],
      ] as const) {
        const { code, stderr } = await qcycle(['emit', 'rtl', ...args, '--out', join(folder, 'out')]);
        expect({ code, stderr }).to.deep.equal({ code: 2, stderr: message });
      }
      expect(existsSync(join(folder, 'out'))).to.equal(false);
    });
  });

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

describe('qcycle run --device rtl', function () {
  this.timeout(300_000);

  it('says what to install where Verilator is missing', async () => {
    const { code, stdout, stderr } = await qcycle(['run', 'lfc-w1a1', '--device', 'rtl', '--images', '1'], NOTHING);
    const message = `qcycle: verilator, g++, make are not installed; ${INSTALL}\n`;
    expect({ code, stdout, stderr }).to.deep.equal({ code: 2, stdout: '', stderr: message });
  });

  it('is refused for what is no pipeline on an FPGA', async () => {
    const { code, stderr } = await qcycle(['run', 'mobilenet-v1', '--timing-only', '--device', 'rtl']);
    expect(code).to.equal(2);
    expect(stderr).to.match(/^qcycle: .*--device rtl is for pipelines on an FPGA\n$/);
  });

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
