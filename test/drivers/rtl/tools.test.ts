import { expect } from 'chai';
import { missingTools, requireTools, SIMULATION_TOOLS } from '../../../sim/drivers/rtl/tools.js';
import { synthesize } from '../../../sim/drivers/rtl/yosys.js';
import { fifoModule } from '../../../sim/fabric/rtl/units/fifo.js';
import { inputErrorFrom, inputErrorOf } from '../../helpers/input-error.js';

describe('programs that RTL needs', () => {
  const { PATH } = process.env;

  beforeEach(() => {
    process.env.PATH = '';
  });

  afterEach(() => {
    process.env.PATH = PATH;
  });

  it('are missing where nothing is installed', () => {
    expect(missingTools([...SIMULATION_TOOLS, 'yosys'])).to.deep.equal(['verilator', 'g++', 'make', 'yosys']);
  });

  it('are named with what to install', () => {
    const install = 'on Debian: apt-get install verilator g++ make yosys';
    expect(inputErrorOf(() => requireTools(['make', 'yosys']))).to.equal(
      `make, yosys are not installed; ${install} (here: make yosys)`,
    );
  });

  it('are asked for by synthesis before it begins', async () => {
    const message = await inputErrorFrom(synthesize(fifoModule({ bits: 8, depth: 2 }, 64)));
    expect(message).to.match(/^yosys is not installed; .* \(here: yosys\)$/);
  });
});
