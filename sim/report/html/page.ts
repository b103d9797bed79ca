import { createHash } from 'node:crypto';
import { readText } from '../../core/input/file.js';
import { packagePath, packageVersion } from '../../core/package-root.js';
import { causeStyles } from '../charts/causes.js';
import type { Chart } from '../charts/chart.js';
import type { Charted, Report } from '../charts/index.js';
import { chartConfig, PALETTES } from '../charts/theme.js';
import type { Trace } from '../trace.js';
import { escapeHtml, scriptJson, scriptText } from './escape.js';
import { chartLibraries } from './libraries.js';
import { type Section, sectionHead, sectionOf } from './sections.js';

/** Charts that stand side by side where there is room. */
const SMALL: readonly Chart['name'][] = ['platform-time', 'platform-operations', 'platform-rate'];

/**
 * A report as one HTML page that needs nothing else: libraries, charts and data are inside, and its content security policy
 * allows no connection.
 */
export function renderPage(report: Report, traces: readonly Trace[]): string {
  const sections = report.records.map((charted) => ({ charted, section: sectionOf(charted, traces) }));
  const charts = [...report.records.flatMap(({ charts }) => charts), ...report.across];
  const title = `qcycle report: ${[...new Set(sections.map(({ section }) => section.title))].join(', ')}`;
  const figure = (chart: Chart) => figureOf(chart, charts.indexOf(chart));
  const scripts = [...chartLibraries(), readText(packagePath('sim/report/html/draw-charts.js'))].map(scriptText);
  const across = report.across.length === 0 ? [] : [acrossSection(report.across.map(figure))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${paletteCss()}
${readText(packagePath('sim/report/html/page.css'))}</style>
</head>
<body>
<header>
<h1>qcycle report</h1>
${contents(
  sections.map(({ section }) => section.title),
  across.length > 0,
)}
</header>
<main>
${sections.map(({ charted, section }, index) => sectionHtml(section, charted.charts.map(figure), index)).join('\n')}
${across.join('\n')}
${causeLegend(report.records)}
</main>
<footer><p>Made by qcycle ${escapeHtml(packageVersion())}. Cycles and times are simulated unless they are called measured.</p></footer>
<noscript><p>The charts of this page are drawn by scripts, which are switched off; the tables have the numbers.</p></noscript>
<script type="application/json" id="charts">${scriptJson(charts.map(({ spec }) => spec))}</script>
<script type="application/json" id="themes">${scriptJson(themes())}</script>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}

function themes(): object {
  return { light: chartConfig(PALETTES.light), dark: chartConfig(PALETTES.dark) };
}

/** The colours of both schemes as variables, which page.css uses. */
function paletteCss(): string {
  const variables = (scheme: keyof typeof PALETTES) =>
    Object.entries(PALETTES[scheme])
      .map(([name, colour]) => `--${name}: ${colour};`)
      .join(' ');
  return `:root { ${variables('light')} }\n@media (prefers-color-scheme: dark) { :root { ${variables('dark')} } }`;
}

/** Nothing may be loaded; of scripts, only these may run. */
function contentSecurityPolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return `default-src 'none'; script-src ${hashes.join(' ')}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
}

function contents(titles: readonly string[], across: boolean): string {
  const entries = [
    ...titles.map((title, index) => [`section-${index}`, title]),
    ...(across ? [['across', ACROSS]] : []),
  ];
  if (entries.length < 2) return '';
  const links = entries.map(([id, title]) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return `<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>`;
}

const ACROSS = 'Across all runs';

function acrossSection(figures: readonly string[]): string {
  return `<section aria-labelledby="across"><h2 id="across">${ACROSS}</h2>\n${figures.join('\n')}</section>`;
}

function sectionHtml(section: Section, figures: readonly string[], index: number): string {
  const id = `section-${index}`;
  const tables = `<details><summary>Numbers as tables</summary>${section.tables.join('\n')}</details>`;
  return `<section aria-labelledby="${id}">\n${sectionHead(section, id)}\n<div class="charts">${figures.join('\n')}</div>\n${tables}\n</section>`;
}

function figureOf({ name, title, description }: Chart, index: number): string {
  const small = SMALL.includes(name) ? ' class="small"' : '';
  const id = `chart-${index}`;
  return `<figure${small} id="${id}" data-name="${name}" aria-labelledby="${id}-title"><figcaption><h3 id="${id}-title">${escapeHtml(title)}</h3><p>${escapeHtml(description)}</p></figcaption><div class="chart"></div></figure>`;
}

/** What the colours of the causes mean. */
function causeLegend(records: readonly Charted[]): string {
  const occurring = records.flatMap(({ record }) =>
    record.schema === 'qcycle.run/1' ? record.layers.flatMap(({ causes }) => Object.keys(causes)) : [],
  );
  const styles = causeStyles(occurring);
  if (styles.length === 0) return '';
  const entries = styles.map(
    ({ label, description, colour }) =>
      `<div><dt><span class="swatch" style="background:${colour}"></span>${escapeHtml(label)}</dt><dd>${escapeHtml(description)}</dd></div>`,
  );
  return `<section aria-labelledby="causes"><h2 id="causes">Causes of cycles</h2><p>Every cycle of a block has exactly one cause; they sum to the run.</p><dl class="legend">${entries.join('\n')}</dl></section>`;
}
