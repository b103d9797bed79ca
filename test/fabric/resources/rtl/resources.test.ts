import { expect } from 'chai';
import { circuitOf } from '../../../../sim/fabric/emit/rtl/circuit.js';
import { circuitResources, measuredModules, rtlResources } from '../../../../sim/fabric/index.js';
import { buildFile } from '../../../helpers/pipeline-file.js';

/** Matrices of ternary codes, whose sums Yosys makes smaller or larger than the estimate says. */
const FURTHER_OFF = new Set([
  'mvtu CNV L4, W1A2: 256 x 1152, PE 4, SIMD 32',
  'mvtu CNV L3, W2A2: 128 x 1152, PE 8, SIMD 16',
  'mvtu CNV L7, W2A2: 512 x 512, PE 2, SIMD 2',
]);

describe('the resources of library rtl', () => {
  const units = measuredModules();

  it('were measured for at least twenty units of all kinds', () => {
    expect(units.length).to.be.at.least(20);
    const kinds = new Set(units.map(({ module }) => module));
    expect([...kinds]).to.include.members(['fifo', 'dwc_up', 'dwc_down', 'mvtu', 'swu', 'maxpool', 'thresholding']);
  });

  for (const { name, module, parameters, lut, bram18 } of units) {
    const most = FURTHER_OFF.has(name) ? 0.25 : 0.15;
    it(`are estimated within ${100 * most} % of the LUTs, and exactly the block RAMs, of ${name}`, () => {
      const estimate = rtlResources({ name: module, parameters });
      expect(Math.abs(estimate.lut / lut - 1), `${estimate.lut} of ${lut}`).to.be.at.most(most);
      expect(estimate.bram18).to.equal(bram18);
    });
  }

  it('of a circuit are those of its FIFOs and units', () => {
    const blocks = [{ type: 'dwc', inBits: 8, outBits: 16 }];
    const file = { library: 'rtl', inputBits: 8, inputBeatsPerFrame: 2, outputBeatsPerFrame: 1, blocks };
    const circuit = circuitOf(buildFile(file).pipeline, 'circuit', 64);
    const parts = [
      rtlResources({ name: 'fifo', parameters: { WIDTH: 8, DEPTH: 2, BLOCK_RAM: 0 } }),
      rtlResources({ name: 'fifo', parameters: { WIDTH: 16, DEPTH: 2, BLOCK_RAM: 0 } }),
      rtlResources({ name: 'dwc_up', parameters: { IN_WIDTH: 8, RATIO: 2 } }),
    ];
    expect(circuitResources(circuit).lut).to.equal(parts.reduce((sum, { lut }) => sum + lut, 0));
  });
});
