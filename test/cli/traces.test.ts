import { expect } from 'chai';
import { loadTraces } from '../../sim/cli/traces.js';
import type { ClockDomain } from '../../sim/core/clock.js';
import { loadAnyBoard } from '../../sim/drivers/load-board.js';
import { simulate } from '../../sim/fabric/index.js';
import { offloadOverlayFor } from '../../sim/fabric/offload/catalog.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { publishedProgram } from '../helpers/fabric-design.js';

/** The clock of what runs a network on a board. */
function clockOf(network: string, board: string): ClockDomain {
  const own = loadAnyBoard(board);
  if (own.machine !== 'fabric') return own.clock;
  return offloadOverlayFor({ name: network }) === undefined ? own.clock : own.offload!.clock;
}

function layerNames(network: string): string[] {
  return loadNamedNetwork(network).layers.map(({ name }) => name);
}

describe('traces', () => {
  for (const { table, board, clockMHz, rows } of loadTraces()) {
    it(`name boards, networks and layers that there are: ${table}`, () => {
      for (const { network, layer, board: ownBoard } of rows) {
        expect(clockOf(network, board).frequencyHz).to.equal(clockMHz * 1e6);
        if (ownBoard !== undefined) expect(clockOf(network, ownBoard).frequencyHz).to.be.above(0);
        if (layer !== undefined) expect(layerNames(network)).to.include(layer);
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
