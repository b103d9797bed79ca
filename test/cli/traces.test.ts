import { expect } from 'chai';
import { loadTraces } from '../../sim/cli/traces.js';
import { loadBoard, simulate } from '../../sim/fabric/index.js';
import { publishedProgram } from '../helpers/fabric-design.js';

describe('traces', () => {
  for (const { table, board, clockMHz, images, rows } of loadTraces()) {
    it(`name boards, networks and layers that there are: ${table}`, () => {
      expect(loadBoard(board).clock.frequencyHz).to.equal(clockMHz * 1e6);
      for (const { network, layer } of rows) {
        const names = publishedProgram(network, images).placements.map((placement) => placement.layer.name);
        if (layer !== undefined) expect(names).to.include(layer);
      }
    });
  }

  it('of CNV have the operations and ideal cycles that the folding gives', () => {
    const { rows } = loadTraces().find(({ table }) => table === 'cnv')!;
    for (const name of new Set(rows.map(({ network }) => network))) {
      const record = simulate(publishedProgram(name, 1), 'analytic');
      const ofNetwork = rows.filter(({ network }) => network === name);
      expect(ofNetwork[0].measured.ops).to.equal(record.ops);
      for (const { layer, measured } of ofNetwork.slice(1)) {
        const { ops, idealCycles } = record.layers.find((candidate) => candidate.name === layer)!;
        expect(measured).to.deep.equal({ ops, idealCycles });
      }
    }
  });
});
