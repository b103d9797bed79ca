import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { compileGap8 } from '../../sim/gap8/compile.js';
import { loadGap8Board, loadGap8Layers, publishedSchedule } from '../../sim/gap8/catalog.js';
import { eventLines, publishedEvents } from '../helpers/gap8-events.js';
import { sharedData } from '../helpers/shared-data.js';

describe('the published schedule', () => {
  const network = loadGap8Layers('mobilenet-v1');
  const program = compileGap8(network, publishedSchedule(network, loadGap8Board('gapuino'))!);

  it('compiles to the events of the published code, one by one', function () {
    const file = sharedData(this, 'gap8/schedule-events.txt.gz');
    const published = publishedEvents(gunzipSync(readFileSync(file)).toString());
    const own = eventLines(program);
    expect(published).to.have.length(23_084);
    for (const [index, line] of published.entries()) expect(own[index], `event ${index + 1}`).to.equal(line);
    expect(own).to.have.length(published.length);
  });
});
