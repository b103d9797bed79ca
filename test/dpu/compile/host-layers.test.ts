import { expect } from 'chai';
import { architectureOf, compileDpu, type DpuProgram, limitsOfFamily } from '../../../sim/dpu/index.js';
import { runDpuProgram } from '../../../sim/dpu/values/run-program.js';
import type { Network } from '../../../sim/nn/network.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { convolution, dpuNetwork } from '../../helpers/dpu-networks.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { randomFrom, randomPixels } from '../../helpers/random-layer.js';
import { withRandomParameters } from '../../helpers/random-powers.js';

const architecture = architectureOf('B4096');

function compile(network: Network): DpuProgram {
  return compileDpu(network, { architecture, limits: limitsOfFamily() });
}

const MAP = [6, 6, 8] as const;
const scaled = (scale: number) => `activation: { bits: 8, encoding: signed, scale: ${scale} }`;
const LEAKY = 'requantize: { rule: powerOfTwo, shift: 5, leaky: true }';

/** What instructions compute of a network of one layer, and what the reference does. */
function both(layer: string) {
  const network = withRandomParameters(dpuNetwork(MAP, [`name: layer, ${layer}`]), randomFrom(7));
  const pixels = randomPixels(randomFrom(8), 6 * 6 * 8);
  const found = runDpuProgram(network, compile(network), architecture, pixels);
  return { found: [...found.get('layer')!], expected: [...runReference(network, pixels).get('layer')!] };
}

function whyOnHost(layer: string): string | undefined {
  const hosts = compile(dpuNetwork(MAP, [`name: layer, ${layer}`])).parts;
  return hosts.flatMap((part) => (part.on === 'host' ? part.layers.map(({ why }) => why) : []))[0];
}

describe('what the DPU does not run as it is', () => {
  it('should be left to the host between two subgraphs, of which the second reads what the first wrote too', () => {
    const network = dpuNetwork(MAP, [
      convolution('before', 8, 3),
      'name: beside, op: integerMaxPool, kernel: 9, stride: 1, padding: 4',
      'name: sum, op: add, inputs: [before, beside], rule: powerOfTwo, activation: { bits: 8, encoding: signed }',
    ]);
    const { parts, tensors } = compile(network);
    expect(parts.map(({ on }) => on)).to.deep.equal(['dpu', 'host', 'dpu']);
    for (const part of parts) {
      if (part.on === 'host') continue;
      const awaited = part.instructions.filter(({ dpdon }) => dpdon !== 0).length;
      const given = part.instructions.filter(({ dpdby }) => dpdby !== 0).length;
      expect([awaited, given].every((count) => count > 0)).to.equal(true);
    }
    expect(tensors.map(({ name }) => name)).to.include.members(['before', 'beside', 'sum']);
  });

  it('should shift the largest by more bits to the left than a pool has as by the most that it has', () => {
    for (const scale of [2 ** -7, 2 ** -8, 2 ** -12]) {
      const { found, expected } = both(`op: integerMaxPool, kernel: 2, ${scaled(scale)}`);
      expect(found).to.deep.equal(expected);
    }
  });

  it('should leave averages to the host that are shifted by more bits to the left than a pool has', () => {
    const { found, expected } = both(`op: averagePool, kernel: 2, division: powerOfTwo, ${scaled(2 ** -7)}`);
    expect(found).to.deep.equal(expected);
    expect(whyOnHost(`op: averagePool, kernel: 2, division: powerOfTwo, ${scaled(2 ** -8)}`)).to.equal(
      'shifts its averages by 8 bits to the left, and the DPU by at most 7',
    );
  });

  it('should leave pools to the host that clamp what they give', () => {
    const why = 'clamps what it pools, and the DPU does not';
    expect(whyOnHost('op: integerMaxPool, kernel: 2, clamp: [0, 127]')).to.equal(why);
    expect(whyOnHost('op: averagePool, kernel: 2, division: powerOfTwo, clamp: [-128, 100]')).to.equal(why);
    expect(whyOnHost('op: integerMaxPool, kernel: 2, clamp: [-128, 127]')).to.equal(undefined);
  });

  it('should make a leaky ReLU that is clamped at 0 a plain one', () => {
    for (const most of [127, 96]) {
      const { found, expected } = both(
        `op: integerConvolution, outputChannels: 8, kernel: 3, ${LEAKY}, clamp: [0, ${most}]`,
      );
      expect(found).to.deep.equal(expected);
      expect(Math.max(...found)).to.equal(most);
    }
  });

  for (const [what, layer, message] of [
    [
      'a leaky ReLU with a range',
      `op: integerConvolution, outputChannels: 8, kernel: 3, ${LEAKY}, clamp: [-5, 127]`,
      'layer: results from -5 to 127, allowed on the DPU: -128 to 127 with a leaky ReLU, 0 to 127, or 0 to 96',
    ],
    [
      'a range that is no activation',
      'op: integerConvolution, outputChannels: 8, kernel: 3, requantize: { rule: powerOfTwo, shift: 5 }, clamp: [0, 48]',
      'layer: results from 0 to 48, allowed on the DPU: -128 to 127, 0 to 127 (ReLU), or 0 to 96 (ReLU6)',
    ],
  ] as const) {
    it(`should refuse ${what} in a line`, () => {
      expect(inputErrorOf(() => compile(dpuNetwork(MAP, [`name: layer, ${layer}`])))).to.equal(message);
    });
  }
});
