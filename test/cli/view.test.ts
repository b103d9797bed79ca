import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CHART_NAMES } from '../../sim/report/index.js';
import { exploreExample } from '../helpers/explore-record.js';
import { qcycle } from '../helpers/qcycle.js';
import { tableExample } from '../helpers/report-records.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

describe('qcycle view', function () {
  this.timeout(60_000);

  it('makes a page of what run --profile and tables write, lists of records included', async () => {
    await inTemporaryFolder(async (folder) => {
      const [run, table, page] = ['run.json', 'table.json', 'page.html'].map((name) => join(folder, name));
      const made = await qcycle([
        'run',
        'lfc-w1a1',
        'lfc-w1a2',
        '--profile',
        '--images',
        '50',
        '--json',
        run,
        '--quiet',
      ]);
      expect(made).to.deep.equal({ code: 0, stdout: '', stderr: '' });
      await qcycle(['tables', 'lfc', '--json', table, '--quiet']);
      const { code, stdout, stderr } = await qcycle(['view', run, table, '--html', page]);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.equal(`8 charts:\n${page}\n`);
      expect(readFileSync(page, 'utf8')).to.include('<h2 id="section-2">Table lfc</h2>');
    });
  });

  it('writes single charts as SVG and PNG, and then no page', async () => {
    await inTemporaryFolder(async (folder) => {
      const [record, pictures] = ['explore.json', 'pictures'].map((name) => join(folder, name));
      writeFileSync(record, JSON.stringify([exploreExample(), tableExample()]));
      const folders = ['--svg', pictures, '--png', pictures];
      const { code, stderr } = await qcycle(['view', record, ...folders, '--charts', 'pareto-lut,measured']);
      expect([code, stderr]).to.deep.equal([0, '']);
      const names = ['measured.png', 'measured.svg', 'pareto-lut.png', 'pareto-lut.svg'];
      expect(readdirSync(pictures).sort()).to.deep.equal(names);
      expect(existsSync('report.html')).to.equal(false);
    });
  });

  it('names pictures of several records by what they are about', async () => {
    await inTemporaryFolder(async (folder) => {
      const record = join(folder, 'explore.json');
      const other = { ...exploreExample(), board: 'ultra96' };
      writeFileSync(record, JSON.stringify([exploreExample(), other, other]));
      await qcycle(['view', record, '--svg', folder, '--charts', 'pareto-bram']);
      expect(
        readdirSync(folder)
          .filter((name) => name.endsWith('.svg'))
          .sort(),
      ).to.deep.equal([
        'pareto-bram-lfc-w1a1-on-pynq-z1.svg',
        'pareto-bram-lfc-w1a1-on-ultra96-2.svg',
        'pareto-bram-lfc-w1a1-on-ultra96.svg',
      ]);
    });
  });

  it('writes the page to stdout alone, or the declarations of the charts', async () => {
    await inTemporaryFolder(async (folder) => {
      const record = join(folder, 'table.json');
      writeFileSync(record, JSON.stringify(tableExample()));
      const page = await qcycle(['view', record, '--html', '-']);
      expect(page.stdout).to.match(/^<!doctype html>[\s\S]*<\/html>\n$/);
      const json = await qcycle(['view', record, '--svg', folder, '--json', '-']);
      const { schema, charts } = JSON.parse(json.stdout);
      expect(schema).to.equal('qcycle.view/1');
      expect(charts.map(({ chart }: { chart: string }) => chart)).to.deep.equal(['measured', 'bounds']);
      expect(charts[0].spec.$schema).to.include('vega-lite');
    });
  });

  it('refuses what it cannot use in one line', async () => {
    await inTemporaryFolder(async (folder) => {
      const [record, page] = ['explore.json', 'page.html'].map((name) => join(folder, name));
      writeFileSync(record, JSON.stringify(exploreExample()));
      const damaged = join(folder, 'damaged.json');
      writeFileSync(damaged, JSON.stringify(exploreExample(), null, 2).slice(0, 900));
      const wrong: readonly (readonly [string[], RegExp])[] = [
        [[damaged], /damaged\.json:\d+:\d+: not valid JSON: .*\n$/],
        [[record, '--charts', 'paretolut'], /allowed: pipeline, .* \(did you mean pareto-lut\?\)\n$/],
        [[record, '--charts', 'pipeline'], /no data for the chart pipeline, allowed: pareto-lut, pareto-bram\n$/],
        [[record, '--html', '-', '--json', '-'], /both write to stdout/],
        [[record, '--svg', join(record, 'x')], /a part of the path is not a folder\n$/],
      ];
      for (const [args, problem] of wrong) {
        const { code, stdout, stderr } = await qcycle([
          'view',
          ...args,
          ...(args.includes('--html') ? [] : ['--html', page]),
        ]);
        expect([code, stdout]).to.deep.equal([2, '']);
        expect(stderr)
          .to.match(/^qcycle: [^\n]+\n$/)
          .and.to.match(problem);
        expect(existsSync(page)).to.equal(false);
      }
    });
  });

  it('has a documentation of all charts', () => {
    const documentation = readFileSync('docs/report.md', 'utf8');
    for (const name of CHART_NAMES) expect(documentation).to.include(`\`${name}\``);
  });
});
