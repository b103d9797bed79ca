import { expect } from 'chai';
import { measuredUnits } from '../../../scripts/docs/rtl-units.js';
import { synthesize } from '../../../sim/drivers/rtl/yosys.js';
import { measuredModules } from '../../../sim/fabric/index.js';
import { needsTools } from '../../helpers/rtl-tools.js';

describe('synthesis of units of library rtl', function () {
  this.timeout(1_200_000);

  before(function () {
    needsTools(this, ['yosys']);
  });

  it('takes what the table of measured units says', async () => {
    const known = measuredModules();
    for (const { name, module } of measuredUnits().filter(({ module }) => module.name !== 'mvtu')) {
      const unit = known.find((each) => each.name === name);
      if (unit === undefined) continue;
      const { lut, bram18 } = unit;
      expect(await synthesize(module), name).to.deep.equal({ lut, bram18 });
    }
  });
});
