import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

/** What a command prints; it must end well and without a word on stderr. */
async function outputOf(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await qcycle(args);
  expect(stderr).to.equal('');
  expect(code).to.equal(0);
  return stdout;
}

describe('qcycle emit', function () {
  this.timeout(60_000);

  it('writes foldings that run takes: FINN folding configurations and BNN-PYNQ headers', async () => {
    const run = ['run', 'cnv-w2a2', '--timing-only', '--images', '2', '--json', '-'];
    const { cycles } = JSON.parse(await outputOf(...run));
    await inTemporaryFolder(async (folder) => {
      for (const [form, file] of [
        ['folding', 'folding.json'],
        ['hls-config', 'config.h'],
      ]) {
        const path = join(folder, file);
        writeFileSync(path, await outputOf('emit', form, 'cnv-w2a2'));
        const text = await outputOf(...run, '--fold', path);
        expect(JSON.parse(text).cycles).to.equal(cycles);
      }
    });
  });

  it('gives the macros of a header as JSON', async () => {
    const { schema, network, macros } = JSON.parse(await outputOf('emit', 'hls-config', 'lfc-w1a1', '--json', '-'));
    expect({ schema, network }).to.deep.equal({ schema: 'qcycle.hls-config/1', network: 'lfc-w1a1' });
    expect(macros).to.include({ L0_PE: 32, L3_SIMD: 8 });
  });

  it('writes one form from another', async () => {
    await inTemporaryFolder(async (folder) => {
      const header = join(folder, 'config.h');
      const text = await outputOf('emit', 'hls-config', 'lfc-w1a1');
      writeFileSync(
        header,
        text.replace('L3_PE 16', 'L3_PE 8').replace('L3_WMEM 512', 'L3_WMEM 1024').replace('L3_TMEM 4', 'L3_TMEM 8'),
      );
      const folding = JSON.parse(await outputOf('emit', 'folding', 'lfc-w1a1', '--fold', header));
      expect(folding.MatrixVectorActivation_3).to.include({ PE: 8, SIMD: 8 });
    });
  });

  it('shows an example with --help', async () => {
    expect(await outputOf('emit', 'folding', '--help')).to.include('$ qcycle emit folding lfc-w1a1');
    expect(await outputOf('emit', 'hls-config', '--help')).to.include('$ qcycle emit hls-config cnv-w2a2');
  });

  it('ends with 2 and one line for what cannot be written', async () => {
    for (const [args, message] of [
      [['emit', 'foldng', 'lfc-w1a1'], "qcycle: unknown command 'foldng' (Did you mean folding?)\n"],
      [
        ['emit', 'folding', 'dorefanet'],
        'qcycle: dorefanet runs on the offload engine w1a2, which has no folding to write\n',
      ],
    ] as const) {
      const { code, stdout, stderr } = await qcycle(args);
      expect({ code, stdout, stderr }).to.deep.equal({ code: 2, stdout: '', stderr: message });
    }
  });
});
