import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const OPS = `
- op: StreamingFIFO_rtl
  name: fifo
  params: { depth: 32, folded_shape: [1, 32, 8], dataType: BINARY }
- { op: StreamingDataWidthConverter, params: { inWidth: 4, outWidth: 8 } }
`;

/** Runs the command on a file of ops. */
async function estimate(text: string, ...options: readonly string[]) {
  let finished: Awaited<ReturnType<typeof qcycle>> | undefined;
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, 'ops.yaml');
    writeFileSync(file, text);
    finished = await qcycle(['estimate', file, ...options]);
  });
  return finished!;
}

describe('qcycle estimate', function () {
  this.timeout(30_000);

  it('prints a table', async () => {
    const { code, stdout, stderr } = await estimate(OPS);
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(stdout).to.match(/│ StreamingFIFO_rtl +│ fifo +│ +0 │ +14 │ +0 │/);
    expect(stdout).to.match(/│ StreamingDataWidthConverter │ StreamingDataWidthConverter_1 │ +0 │ +9 │/);
  });

  it('gives JSON of its schema', async () => {
    const { stdout } = await estimate(OPS, '--json', '-');
    const { schema, ops } = JSON.parse(stdout);
    expect(schema).to.equal('qcycle.estimate/1');
    expect(ops[0]).to.deep.equal({
      op: 'StreamingFIFO_rtl',
      name: 'fifo',
      cycles: 0,
      lut: 14,
      bram18: 0,
      uram: 0,
      dsp: 0,
      dsp58: 0,
      bramEfficiency: 1,
      uramEfficiency: 1,
    });
  });

  it('ends with 2 and one line for what cannot be used', async () => {
    const { code, stdout, stderr } = await estimate('- { op: Streaming, params: {} }', '--quiet');
    expect(code).to.equal(2);
    expect(stdout).to.equal('');
    expect(stderr).to.match(/^qcycle: .*ops\.yaml:1:9: 0\.op: found Streaming, allowed: .*\n$/);
  });
});
