import { expect } from 'chai';
import { loadTraces } from '../../../sim/cli/traces.js';
import { renderPage } from '../../../sim/report/html/page.js';
import { chartRecords, type ReportRecord } from '../../../sim/report/index.js';
import { exploreExample } from '../../helpers/explore-record.js';
import { lfcRecord, tableExample } from '../../helpers/report-records.js';

function pageOf(...records: ReportRecord[]): string {
  const traces = loadTraces();
  return renderPage(chartRecords(records, traces), traces);
}

/** What a page says outside its scripts and styles. */
function bodyOf(page: string): string {
  return page.replaceAll(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '');
}

describe('a page', () => {
  it('is the same for the same records', () => {
    expect(pageOf(tableExample())).to.equal(pageOf(tableExample()));
  });

  it('loads nothing: it has no element that names another file, and a policy that forbids it', async () => {
    const page = pageOf(await lfcRecord(), tableExample(), exploreExample());
    expect(bodyOf(page)).not.to.match(/<(link|img|iframe|object|embed|base)\b|\bsrc=|url\(/i);
    expect(page).to.include(`content="default-src 'none'; script-src 'sha256-`);
    expect(page).not.to.include('sourceMappingURL');
  });

  it('says what a run found, with its units', async () => {
    const body = bodyOf(pageOf(await lfcRecord()));
    expect(body).to.include('<h2 id="section-0">lfc-w1a1 on ultra96</h2>');
    expect(body).to.include('Bottleneck: L1 has the most work');
    expect(body).to.include('Measured: 28&nbsp;040.00 us');
    expect(body).to.include('<dt>first image after</dt><dd>2&nbsp;552 cycles</dd>');
    expect(body).to.include('<caption>Layers, of one image</caption>');
    expect(body).to.include('</span>waiting for output</dt>');
  });

  it('has all figures of a table, and says of a bound whether it is kept', () => {
    const body = bodyOf(pageOf(tableExample()));
    expect(body).to.match(/microseconds<\/td><td class="text">us<\/td><td>100<\/td><td>98<\/td><td>-2\.00 %/);
    expect(body).to.include('below the bound');
    expect(body).to.include('A note.');
  });

  it('shows hostile names as they are', async () => {
    const name = `</script><img src=x onerror="alert('x')">&amp;`;
    const run = await lfcRecord('lfc-w1a1', 3);
    const layers = run.layers.map((layer, index) => (index === 0 ? { ...layer, name } : layer));
    const page = pageOf({ ...run, network: name, layers });
    expect(page).not.to.include('<img src=x');
    expect(page.match(/<\/script>/g)).to.have.lengthOf(page.match(/<script/g)!.length);
    expect(bodyOf(page)).to.include(
      '&#60;/script&#62;&#60;img src=x onerror=&#34;alert(&#39;x&#39;)&#34;&#62;&#38;amp;',
    );
  });
});
