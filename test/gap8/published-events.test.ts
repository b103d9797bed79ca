import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { layerMemories } from '../../sim/gap8/budgets.js';
import { loadGap8Board, loadGap8Layers, publishedSchedule } from '../../sim/gap8/catalog.js';
import { compileGap8 } from '../../sim/gap8/compile.js';
import { layOut } from '../../sim/gap8/memory/lay-out.js';
import { hyperRamResidents, l2Residents } from '../../sim/gap8/memory/residents.js';
import { eventLines, publishedEvents } from '../helpers/gap8-events.js';
import { sharedData } from '../helpers/shared-data.js';

describe('the published schedule', () => {
  const network = loadGap8Layers('mobilenet-v1');
  const schedule = publishedSchedule(network, loadGap8Board('gapuino'))!;

  it('compiles to the events of the published code, one by one', function () {
    const file = sharedData(this, 'gap8/schedule-events.txt.gz');
    const published = publishedEvents(gunzipSync(readFileSync(file)).toString());
    const own = eventLines(compileGap8(network, schedule));
    expect(published).to.have.length(23_084);
    for (const [index, line] of published.entries()) expect(own[index], `event ${index + 1}`).to.equal(line);
    expect(own).to.have.length(published.length);
  });

  it('takes as much of L1 and of HyperRAM as the published code, and no more of L2', () => {
    const memories = layerMemories(schedule, network);
    expect(Math.max(...memories.map(({ l1Bytes }) => l1Bytes))).to.equal(49_008);
    expect(Math.max(...memories.map(({ l2Bytes }) => l2Bytes))).to.be.at.most(315_200);
    expect(layOut(l2Residents(schedule, network)).bytes).to.be.at.most(315_200);
    expect(layOut(hyperRamResidents(schedule, network)).bytes).to.equal(5_423_056);
  });
});
