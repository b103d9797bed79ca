import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

/** A machine on which nothing is installed. */
const NOTHING = { PATH: '' };
const INSTALL = 'on Debian: apt-get install verilator g++ make yosys (here: verilator g++ make)';

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
});
