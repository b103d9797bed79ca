import { expect } from 'chai';
import { ComparisonError } from '../../sim/cli/comparison-error.js';
import { dorefanetTable, tinierYoloTable } from '../../sim/cli/offload-table.js';
import { requireBounds } from '../../sim/cli/require-bounds.js';
import type { PublishedTable } from '../../sim/report/index.js';
import { qcycle } from '../helpers/qcycle.js';

const TABLES = [
  { make: dorefanetTable, name: 'dorefanet', layers: 4, calls: 5 },
  { make: tinierYoloTable, name: 'tinier-yolo', layers: 7, calls: 2 },
];

function layersOf({ table, rows }: PublishedTable) {
  return rows.filter(({ name }) => name.startsWith(`${table} `));
}

describe('the tables of offloaded networks', () => {
  for (const { make, name, layers, calls } of TABLES) {
    const published = make();
    const [total] = published.rows;

    it(`have each layer, and cycles that add up: ${name}`, () => {
      expect(layersOf(published)).to.have.length(layers);
      for (const { model } of [total, ...layersOf(published)]) {
        const { computeCycles, stallCycles, weightLoadCycles, callCycles, cycles } = model;
        expect(computeCycles! + stallCycles! + weightLoadCycles! + callCycles!).to.equal(cycles);
        expect(model.microseconds).to.be.closeTo(cycles! / 249.999756, 1e-6);
        expect(model.pynqMicroseconds).to.be.closeTo(cycles! / 100, 1e-6);
        expect(model.pynqFabricGops)
          .to.be.closeTo(model.ops! / model.pynqMicroseconds! / 1000, 1e-9)
          .and.below(409.6);
      }
      for (const key of ['ops', 'notebookOps', 'cycles', 'microseconds']) {
        const sum = layersOf(published).reduce((running, { model }) => running + model[key]!, 0);
        expect(sum).to.be.closeTo(total.model[key]!, 1e-6);
      }
    });

    it(`have the published operations and weight loads: ${name}`, () => {
      expect(total.errorPercent.ops).to.equal(0);
      for (const { errorPercent } of layersOf(published)) {
        expect([errorPercent.ops, errorPercent.weightLoadCycles]).to.deep.equal([0, 0]);
      }
    });

    it(`predict less than every measured call, and call that no agreement: ${name}`, () => {
      const { bounds, rows } = published;
      for (const { errorPercent } of rows) {
        expect([errorPercent.callMicroseconds, errorPercent.gops, errorPercent.notebookGops]).to.deep.equal([
          null,
          null,
          null,
        ]);
      }
      expect(bounds).to.have.length(3 * calls);
      expect(bounds.filter(({ kept }) => !kept)).to.deep.equal([]);
      expect(published.summary).to.deep.equal({ mapePercent: null, totalErrorPercent: null, maxErrorPercent: null });
    });

    it(`have measured times of software alone: ${name}`, () => {
      const software = ['firstLayerMicroseconds', 'lastLayersMicroseconds', 'softwareMops'];
      for (const key of software) {
        expect(published.rows.filter(({ measured }) => measured[key] !== null)).to.have.length(calls);
        for (const { model } of published.rows) expect(model[key]).to.equal(null);
      }
    });
  }

  it('set the stated operations beside those of the network, and name the difference', () => {
    const { rows, notes } = dorefanetTable();
    expect(rows[0].measured.notebookOps).to.equal(1_073_856_969);
    expect(rows[0].model.notebookOps).to.equal(1_892_412_297);
    expect(notes).to.have.length(2);
    expect(notes![0]).to.include('1 073 856 969 OP').and.include('1.762x').and.include('1 892 403 648 OP');
    expect(tinierYoloTable().rows[0].errorPercent.notebookOps).to.equal(0);
  });

  it('name the operations of the layers in software beside the stated ones', () => {
    const [dorefanet, tinierYolo] = [dorefanetTable(), tinierYoloTable()].map(({ notes }) => notes!.at(-1));
    expect(dorefanet).to.include('288 564 736 OP').and.include('238 176 256 OP').and.include('low by 1.212x');
    expect(tinierYolo).to.include('59 012 096 OP').and.include('171 325 440 OP').and.include('high by 2.903x');
  });

  it('are refused where a prediction is not below a measured call', () => {
    const published = dorefanetTable();
    expect(() => requireBounds(published)).not.to.throw();
    const bounds = published.bounds.map((bound) => ({ ...bound, kept: false }));
    expect(() => requireBounds({ ...published, bounds })).to.throw(
      ComparisonError,
      'table dorefanet: callMicroseconds of classification, ultra96 is not below what was measured',
    );
  });

  it('are printed by the command', async () => {
    const { code, stdout } = await qcycle(['tables', 'dorefanet', 'tinier-yolo']);
    expect(code).to.equal(0);
    expect(stdout).to.include('bounds: 15 of 15 kept').and.include('bounds: 6 of 6 kept');
  });
});
