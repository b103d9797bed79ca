import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packagePath } from '../../sim/core/package-root.js';
import type { PipelineRun } from '../../sim/fabric/index.js';
import { qcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';
import { parseVcd } from '../helpers/vcd.js';

/** A fork whose branches come together again, past a bypass of some depth. */
function residual(bypassDepth: number): string {
  return `
library: finn
frames: 9
inputBeatsPerFrame: 16
outputBeatsPerFrame: 16
source: { allow: [0, 2], modulo: 3 }
blocks:
  - { type: duplicate, name: fork }
  - { type: mvu, name: conv, core: dsp58, MW: 8, MH: 8, PE: 1, SIMD: 1 }
  - { type: fifo, name: bypass, from: [fork], depth: ${bypassDepth} }
  - { type: add, name: join, from: [conv, bypass] }
`;
}

/** Runs `act` with the path of a pipeline file, and the folder in which it is. */
function withFile(text: string, act: (file: string, folder: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, 'pipeline.yaml');
    writeFileSync(file, text);
    await act(file, folder);
  });
}

/** What a command prints; it must end well and without a word on stderr. */
async function outputOf(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await qcycle(['pipeline', ...args]);
  expect(stderr).to.equal('');
  expect(code).to.equal(0);
  return stdout;
}

describe('qcycle pipeline', function () {
  this.timeout(30_000);

  it('prints the beats of every stream, the causes of every block, and the cycles', async () => {
    await withFile(residual(16), async (file) => {
      const text = await outputOf(file);
      expect(text).to.match(/pipeline\.yaml: library finn, 9 frames, event engine\n/);
      expect(text).to.match(/│ bypass\.out +│ bypass +│ join +│ +144 │/);
      expect(text).to.match(/│ conv +│ mvu +│ +1 152 │/);
      expect(text).to.match(/first beat in to first beat out: \d+ cycles; .*; interval between frames: 128 cycles\n$/);
      expect(text).not.to.include('deadlock');
    });
  });

  it('names a deadlock', async () => {
    await withFile(residual(6), async (file) => {
      const text = await outputOf(file);
      expect(text).to.match(/^deadlock in cycle \d+: circle fork -> bypass -> join -> conv$/m);
      expect(text).to.match(/^ {2}bypass waits for output on bypass\.out, which holds 6 of 6$/m);
      expect(text).to.include('first beat in to last beat out: -; interval between frames: - (needs 8 frames)');
    });
  });

  for (const [what, depth] of [
    ['a run', 16],
    ['a deadlock', 6],
  ] as const) {
    it(`gives ${what} as JSON of its schema, the same with both engines`, async () => {
      await withFile(residual(depth), async (file) => {
        const [event, tick] = await Promise.all(
          ['event', 'tick'].map((engine) => outputOf(file, '--json', '-', '--engine', engine)),
        );
        expect(tick).to.equal(event);
        const run: PipelineRun = JSON.parse(event);
        const keys = ['schema', 'streams', 'firstInToFirstOut', 'total', 'interval', 'deadlock'];
        expect(Object.keys(run)).to.deep.equal(keys);
        expect(run.schema).to.equal('qcycle.pipeline/1');
        expect(run.streams.map(({ name }) => name)).to.deep.equal([
          'source.out',
          'fork.out0',
          'fork.out1',
          'conv.out',
          'bypass.out',
          'join.out',
        ]);
        for (const stream of run.streams) {
          expect(Object.keys(stream)).to.deep.equal(['name', 'from', 'to', 'handshakes', 'highWater']);
        }
        expect(run.interval).to.equal(depth === 16 ? 128 : null);
        if (depth === 16) expect(run.deadlock).to.equal(null);
        else {
          expect(run.deadlock).to.have.all.keys('cycle', 'waits', 'circle', 'closed');
          for (const wait of run.deadlock!.waits) {
            expect(wait).to.have.all.keys('block', 'for', 'stream', 'fill', 'depth');
          }
        }
      });
    });
  }

  it('writes the result, the handshakes and a timeline to files', async () => {
    await withFile(residual(16), async (file, folder) => {
      const [json, vcd, timeline] = ['run.json', 'run.vcd', 'run.trace.json'].map((name) => join(folder, name));
      const window = ['--trace-window', '100:200', '--trace-streams', 'conv.out'];
      expect(await outputOf(file, '--quiet', '--json', json, '--vcd', vcd, '--timeline', timeline, ...window)).to.equal(
        '',
      );
      const run: PipelineRun = JSON.parse(readFileSync(json, 'utf8'));
      expect(run.streams[3].handshakes).to.have.lengthOf(144);
      const { signals, firstCycle } = parseVcd(readFileSync(vcd, 'utf8'));
      expect([...signals.keys()].filter((name) => name.startsWith('conv.out.'))).not.to.be.empty;
      expect(firstCycle).to.equal(100);
      const { traceEvents } = JSON.parse(readFileSync(timeline, 'utf8'));
      expect(traceEvents.filter(({ ph }: { readonly ph: string }) => ph === 'X')).not.to.be.empty;
      expect(readdirSync(folder)).to.have.members(['pipeline.yaml', 'run.json', 'run.vcd', 'run.trace.json']);
    });
  });

  const refused: [what: string, args: readonly string[], text: string, line: string][] = [
    [
      'a file that is wrong, at its line and column',
      [],
      residual(0),
      'FILE:10:54: blocks.2.depth: found 0, allowed: at least 1',
    ],
    ['a file that is no YAML', [], 'a: [', 'FILE:1:5: not valid YAML: Flow sequence in block collection must be'],
    ['an unknown engine', ['--engine', 'analytic'], residual(16), "option '--engine <engine>' argument 'analytic'"],
    [
      'an unknown stream to trace',
      ['--vcd', 'x.vcd', '--trace-streams', 'conv'],
      residual(16),
      'no stream conv in this pipeline, allowed: source.out, fork.out0, fork.out1, ',
    ],
  ];
  for (const [what, args, text, line] of refused) {
    it(`refuses ${what}`, async () => {
      await withFile(text, async (file) => {
        const { code, stdout, stderr } = await qcycle(['pipeline', file, ...args]);
        expect(stderr.replace(file, 'FILE'))
          .to.match(/^.+\n$/)
          .and.to.include(`qcycle: ${line}`);
        expect([code, stdout]).to.deep.equal([2, '']);
      });
    });
  }

  it('refuses a file that there is not', async () => {
    const { code, stderr } = await qcycle(['pipeline', 'none.yaml']);
    expect([code, stderr]).to.deep.equal([2, 'qcycle: none.yaml: no such file or folder\n']);
  });

  it('shows an example in its help that runs', async () => {
    const help = await outputOf('--help');
    const [, name, example, command] = /Example \((.*)\):\n([^$]*)\n\n {2}\$ qcycle (.*)/.exec(help)!;
    expect(command).to.equal(`pipeline ${name} --json window.json`);
    await withFile(example.replaceAll(/^ {2}/gm, ''), async (file) => {
      const run: PipelineRun = JSON.parse(await outputOf(file, '--json', '-'));
      expect([run.deadlock, run.interval]).to.deep.equal([null, 576]);
    });
  });

  it('deadlocks where its documentation says so', async () => {
    const text = readFileSync(packagePath('docs/pipelines.md'), 'utf8');
    const [, example, printed] = /```yaml\n(.*?)```.*?```text\n(.*?)```/s.exec(text)!;
    await withFile(example, async (file) => {
      expect(await outputOf(file)).to.include(printed);
    });
  });
});
