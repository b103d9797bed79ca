import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { loadTraces } from '../../../sim/cli/traces.js';
import { renderPage } from '../../../sim/report/html/page.js';
import { CHART_NAMES, chartRecords } from '../../../sim/report/index.js';
import { formatNumber } from '../../../sim/report/numbers.js';
import { openReport, startChromium, waitUntil, waitUntilDrawn } from '../../helpers/browser.js';
import { exploreExample } from '../../helpers/explore-record.js';
import { quantizationExample } from '../../helpers/quantization-record.js';
import { dorefanetRecord, dpuRecord, lfcRecord, tableExample } from '../../helpers/report-records.js';

const WIDTHS = [1280, 400] as const;
const SCHEMES = ['light', 'dark'] as const;

/** Pixels by which the page, opened tables included, is wider than the window. */
async function overflow(page: Page): Promise<number> {
  await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
  return page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
}

/** The colours of the page's background, of its text, and of an axis of its first chart. */
async function coloursOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color, document.querySelector('.role-axis-label text').getAttribute('fill')];
  })()`);
}

describe('a page in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;
  let file: string;

  before(async function () {
    browser = await startChromium(this);
    folder = mkdtempSync(join(tmpdir(), 'qcycle-page-'));
    file = join(folder, 'report.html');
    const records = [
      await lfcRecord(),
      await dorefanetRecord(),
      dpuRecord(),
      tableExample(),
      exploreExample(),
      quantizationExample(),
    ];
    const traces = loadTraces();
    writeFileSync(file, renderPage(chartRecords(records, traces), traces));
  });

  after(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      it(`is ${width} pixels wide, ${colorScheme}: every chart is drawn, without an error or a request`, async () => {
        const opened = await openReport(browser, file, { viewport: { width, height: 900 }, colorScheme });
        const { page, problems, requests } = opened;
        expect([...problems, ...requests]).to.deep.equal([]);
        const figures = await page.locator('figure').all();
        const names = await Promise.all(figures.map((figure) => figure.getAttribute('data-name')));
        expect([...new Set(names)].sort()).to.deep.equal([...CHART_NAMES].sort());
        for (const figure of figures) {
          const drawing = figure.locator('svg.marks, canvas.marks');
          const box = (await drawing.boundingBox())!;
          expect(box.width).to.be.greaterThan(200).and.at.most(width);
          expect(box.height).to.be.greaterThan(60);
          expect(await figure.locator('.chart').getAttribute('aria-label')).to.have.length.greaterThan(40);
        }
        expect(await overflow(page)).to.equal(0);
        await page.context().close();
      });
    }
  }

  it('shows folding, rate and resources of a point of the Pareto chart under the pointer', async () => {
    for (const width of WIDTHS) {
      const { page } = await openReport(browser, file, { viewport: { width, height: 900 } });
      const { members } = exploreExample();
      const { name, framesPerSecond, resources } = members[4];
      const point = page.locator(`[data-name="pareto-lut"] [aria-label*="member: ${name};"]`);
      await point.hover();
      const tooltip = page.locator('#vg-tooltip-element.visible');
      const shown = (await tooltip.locator('tr').allInnerTexts()).map((row) => row.split(/\s*\t\s*|\n/).join('='));
      expect(shown).to.include.members([
        `folding=${members[4].layers.map(({ name, pe, simd }) => `${name} ${pe}x${simd}`).join(', ')}`,
        `fps=${formatNumber(framesPerSecond, 1)}`,
        `LUT=${formatNumber(resources.lut)}`,
        `BRAM18=${resources.bram18}`,
      ]);
      const box = (await tooltip.boundingBox())!;
      expect(box.x).to.be.at.least(0);
      expect(box.x + box.width).to.be.at.most(width);
      await page.context().close();
    }
  });

  it('changes all its colours with the scheme, while it is open', async () => {
    const { page, problems } = await openReport(browser, file, { colorScheme: 'light' });
    const light = await coloursOf(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await waitUntilDrawn(page, 'dark');
    const dark = await coloursOf(page);
    for (const [index, colour] of light.entries()) expect(dark[index]).not.to.equal(colour);
    expect(dark[0]).to.equal('rgb(22, 28, 35)');
    expect(problems).to.deep.equal([]);
    await page.context().close();
  });

  it('draws its charts anew as wide as a window that changes', async () => {
    const { page } = await openReport(browser, file, { viewport: { width: 1280, height: 900 } });
    const drawing = page.locator('[data-name="pipeline"] .marks').first();
    await page.setViewportSize({ width: 400, height: 900 });
    await waitUntil(async () => (await drawing.boundingBox())!.width < 400);
    expect((await drawing.boundingBox())!.width).to.be.at.most(372);
    expect(await overflow(page)).to.equal(0);
    await page.context().close();
  });

  it('draws hostile names as they are', async () => {
    const name = `'"\\|\u2028</script>{{x}}\${y}datum.value`;
    const run = await lfcRecord('lfc-w1a1', 3);
    const layers = run.layers.map((layer, index) => (index === 0 ? { ...layer, name } : layer));
    const blocks = run.profile!.blocks.map((block, index) => (index === 0 ? { ...block, name } : block));
    const table = tableExample();
    const rows = table.rows.map((row) => ({ ...row, name: name + row.name }));
    const topClasses = [[{ label: name, probability: 1 }]];
    const records = [
      { ...run, network: name, layers, profile: { ...run.profile!, blocks }, topClasses },
      { ...table, rows },
    ];
    const hostile = join(folder, 'hostile.html');
    writeFileSync(hostile, renderPage(chartRecords(records, []), []));
    const { page, problems } = await openReport(browser, hostile);
    expect(problems).to.deep.equal([]);
    expect(await page.locator('.marks').count()).to.equal(6);
    expect(await page.locator('[data-name="timeline"] .chart').textContent()).to.include(`'"\\|`);
    await page.context().close();
  });

  it('runs no script but its own', async () => {
    const { page, problems } = await openReport(browser, file);
    await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "changed"';
      document.body.append(script);
    })()`);
    expect(await page.title()).to.match(/^qcycle report/);
    expect(problems.join()).to.match(/Content Security Policy/);
    await page.context().close();
  });
});
