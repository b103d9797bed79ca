import { dirname } from 'node:path';
import { expect } from 'chai';
import { qcycle } from '../helpers/qcycle.js';
import { sharedData } from '../helpers/shared-data.js';

interface Row {
  readonly name: string;
  readonly measured: { readonly frameMs: number | null };
  readonly errorPercent: { readonly oneThreadMs: number | null; readonly frameMs: number | null };
}

/** Largest mean error of the calibration rows of a board, and largest error, in percent: what the model was built to meet. */
const GOALS = [
  { board: 'kv260', of: 'frameMs', mean: 4, largest: 12 },
  { board: 'zcu104', of: 'frameMs', mean: 5, largest: Number.POSITIVE_INFINITY },
  { board: 'zcu102', of: 'frameMs', mean: 10, largest: Number.POSITIVE_INFINITY },
  { board: 'kv260', of: 'oneThreadMs', mean: 5, largest: Number.POSITIVE_INFINITY },
  { board: 'zcu104', of: 'oneThreadMs', mean: 5, largest: Number.POSITIVE_INFINITY },
  { board: 'zcu102', of: 'oneThreadMs', mean: 5, largest: Number.POSITIVE_INFINITY },
] as const;
/** Of three cores, frames of more milliseconds than this are judged. */
const SHORTEST_MS = 1;

describe('the table of the DPU model zoo', function () {
  this.timeout(120_000);

  it('has the calibration rows as near as they have to be', async function () {
    const data = dirname(sharedData(this, 'dpu'));
    const { stdout } = await qcycle(['tables', 'dpu-zoo', '--data', data, '--json', '-']);
    const { rows } = JSON.parse(stdout) as { readonly rows: readonly Row[] };
    for (const { board, of, mean, largest } of GOALS) {
      const errors = rows.flatMap(({ name, measured, errorPercent }) => {
        const error = name.endsWith(` on ${board}`) ? errorPercent[of] : null;
        const isTooShort = board === 'zcu102' && of === 'frameMs' && measured.frameMs! < SHORTEST_MS;
        return error === null || isTooShort ? [] : [Math.abs(error)];
      });
      expect(errors.length, board).to.be.at.least(10);
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length, `${of} on ${board}`).to.be.at.most(mean);
      expect(Math.max(...errors), `${of} on ${board}`).to.be.at.most(largest);
    }
  });
});
