import { expect } from 'chai';
import fc from 'fast-check';
import { layerMemories } from '../../sim/gap8/budgets.js';
import { loadGap8Board, loadGap8Layers, publishedSchedule } from '../../sim/gap8/catalog.js';
import { scheduleProblems } from '../../sim/gap8/check-schedule.js';
import { compileGap8 } from '../../sim/gap8/compile.js';
import { layerOn, type NamedMap, outputMapOf } from '../../sim/gap8/layer-on.js';
import {
  type Gap8Layer,
  type Gap8Network,
  gap8Macs,
  hasWeights,
  inputMapsBytes,
  NETWORK_INPUT,
  outputMapBytes,
  tensorBytes,
} from '../../sim/gap8/layers.js';
import { budgetsOf, type Gap8Board, kernelPartsOf, timingOf } from '../../sim/gap8/machine.js';
import { layOut } from '../../sim/gap8/memory/lay-out.js';
import { hyperRamResidents, l2Residents } from '../../sim/gap8/memory/residents.js';
import { bodyCount } from '../../sim/gap8/plan/body-count.js';
import { planL1Bytes, planStagingBytes } from '../../sim/gap8/plan/plan.js';
import { planLayer } from '../../sim/gap8/plan/plan-layer.js';
import type { Gap8Program } from '../../sim/gap8/program.js';
import { GAP8_CAUSES } from '../../sim/gap8/replay.js';
import { INPUT_OPERANDS, type LayerSchedule, type Memory, type Schedule } from '../../sim/gap8/schedule.js';
import { simulateGap8 } from '../../sim/gap8/simulate.js';
import { LayerSearch } from '../../sim/gap8/tiler/layer-search.js';
import { ownSchedule } from '../../sim/gap8/tiler/own-schedule.js';
import { bestPath } from '../../sim/gap8/tiler/paths.js';
import { ofTwoBlocks } from '../../sim/gap8/tiler/two-blocks.js';
import { expectApart } from '../helpers/gap8-layouts.js';
import { forkedWork } from '../helpers/gap8-macs.js';
import { gap8Networks } from '../helpers/gap8-networks.js';

const board = loadGap8Board('gapuino');

/** The board with other budgets. */
function withBudgets(l1: number, l2: number): Gap8Board {
  const changed = structuredClone(board) as { memories: { l1Budget: { value: number }; l2Budget: { value: number } } };
  changed.memories.l1Budget.value = l1;
  changed.memories.l2Budget.value = l2;
  return changed as unknown as Gap8Board;
}

/** Bytes of a map that windows with gaps between them may leave out. */
function neededBytes({ kernel, stride }: Gap8Layer, bytes: number): number {
  return kernel[0] < stride[0] || stride[0] > 1 ? 0 : bytes;
}

/**
 * Each map is written by its layer before others read it, by as many bytes as it has, and read from where it was written to; what
 * lies in L2 and in HyperRAM at the same time overlaps nowhere.
 */
function expectInPlace(schedule: Schedule, network: Gap8Network, board: Gap8Board): void {
  const memories = new Map<string, Memory>([[NETWORK_INPUT, 'L3']]);
  for (const [index, { name, inputs }] of network.layers.entries()) {
    const own = schedule.layers[index];
    expect(own.inputs, name).to.deep.equal(inputs.map((map) => memories.get(map.name)));
    memories.set(name, own.output);
  }
  const { l2Bytes, hyperRamBytes } = budgetsOf(board);
  for (const [residents, most] of [
    [l2Residents(schedule, network), l2Bytes],
    [hyperRamResidents(schedule, network), hyperRamBytes],
  ] as const) {
    const { placed, bytes } = layOut(residents);
    expect(bytes).to.be.at.most(most);
    expectApart(placed);
  }
}

/** Every output is computed and leaves L1 once, every input is loaded, every request of a window is waited for. */
function expectComplete(program: Gap8Program): void {
  for (const part of program.layers) {
    const { layer, window } = part;
    const { macs, outputs } = forkedWork(part);
    expect(macs, layer.name).to.equal(gap8Macs(layer));
    if (!hasWeights(layer) && layer.op !== 'concat') expect(outputs, layer.name).to.equal(outputMapBytes(layer));
    const moved = (operand: string) =>
      window.reduce((sum, each) => (each.op === 'dma' && each.operand === operand ? sum + each.bytes : sum), 0);
    expect(moved('output'), layer.name).to.equal(outputMapBytes(layer));
    for (const [index, bytes] of inputMapsBytes(layer).entries()) {
      expect(moved(INPUT_OPERANDS[index]), layer.name).to.be.at.least(neededBytes(layer, bytes));
    }
    expect(moved('weights'), layer.name).to.be.at.least(tensorBytes(layer, 'weights'));
    const waited = new Set(window.flatMap((each) => (each.op === 'wait' ? [each.request] : [])));
    const open = window.filter(
      (each) => (each.op === 'dma' || each.op === 'l3') && !each.operand.includes('.') && !waited.has(each.request),
    );
    expect(open, layer.name).to.deep.equal([]);
  }
}

/** What is known of a layer without unrolling all of it: the bodies of its loops, and what it takes of L1 and L2. */
function expectCountedRight(layer: Gap8Layer, own: LayerSchedule, copies: Schedule): void {
  const plan = planLayer(layer, own, copies);
  expect(bodyCount(layer, own), layer.name).to.equal(plan.bodies.length);
  const ofTwo = planLayer(ofTwoBlocks(layer, own.tile), own, copies);
  expect(planL1Bytes(ofTwo), layer.name).to.equal(planL1Bytes(plan));
  expect(planStagingBytes(ofTwo), layer.name).to.equal(planStagingBytes(plan));
}

describe('our tiler', () => {
  it('beats the published schedule of MobileNetV1 by at least 15 %, within the same budgets', () => {
    const network = loadGap8Layers('mobilenet-v1');
    const own = ownSchedule(network, board);
    expect(scheduleProblems(own, network, budgetsOf(board))).to.deep.equal([]);
    const program = compileGap8(network, own);
    expectComplete(program);
    const published = simulateGap8(compileGap8(network, publishedSchedule(network, board)!), board);
    expect(simulateGap8(program, board).cycles).to.be.below(0.85 * published.cycles);
  }).timeout(120_000);

  it('never exceeds a budget, computes everything, and finds a cause for every cycle: random networks with branches, and budgets', () => {
    const budgets = fc.record({
      l1: fc.integer({ min: 24_000, max: 60_000 }),
      l2: fc.integer({ min: 60_000, max: 400_000 }),
    });
    fc.assert(
      fc.property(gap8Networks, budgets, (network, { l1, l2 }) => {
        const tight = withBudgets(l1, l2);
        const own = ownSchedule(network, tight);
        for (const { l1Bytes, l2Bytes } of layerMemories(own, network)) {
          expect(l1Bytes).to.be.at.most(l1);
          expect(l2Bytes).to.be.at.most(l2);
        }
        expect(scheduleProblems(own, network, budgetsOf(tight))).to.deep.equal([]);
        expectInPlace(own, network, tight);
        for (const [index, layer] of network.layers.entries()) expectCountedRight(layer, own.layers[index], own);
        const program = compileGap8(network, own);
        expectComplete(program);
        for (const { cycles, causes } of simulateGap8(program, tight).layers) {
          expect(GAP8_CAUSES.reduce((sum, cause) => sum + causes[cause], 0)).to.equal(cycles);
        }
      }),
      { numRuns: 60 },
    );
  }).timeout(120_000);

  it('counts what a layer waits for: its own tensors, and those of the next one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 32, max: 512 }), { minLength: 2, maxLength: 4 }), (channels) => {
        let map: NamedMap = { name: NETWORK_INPUT, channels: channels[0], height: 1, width: 1 };
        const layers = channels.slice(1).map((outChannels, index) => {
          const layer = layerOn({ name: `l${index}`, op: 'fullyConnected', outChannels }, [map]);
          map = outputMapOf(layer);
          return layer;
        });
        const network = { name: 'chain', layers, inSoftware: [] };
        const search = new LayerSearch(timingOf(board, kernelPartsOf(board)), budgetsOf(board).l1Bytes);
        const found = bestPath(network, search, budgetsOf(board).l2Bytes);
        const { cycles } = simulateGap8(compileGap8(network, ownSchedule(network, board)), board);
        expect(found.cycles).to.be.within(cycles, 1.02 * cycles + 2000);
      }),
      { numRuns: 20 },
    );
  }).timeout(60_000);

  it('cuts a large map without unrolling it byte by byte, and refuses what no memory holds', () => {
    const input = { name: NETWORK_INPUT, channels: 3, height: 700, width: 700 };
    const first = layerOn({ name: 'first', op: 'pointwise', outChannels: 4 }, [input]);
    const map = outputMapOf(first);
    const sum = layerOn({ name: 'sum', op: 'add' }, [map, map]);
    const network = { name: 'large', layers: [first, sum], inSoftware: [] };
    expect(scheduleProblems(ownSchedule(network, board), network, budgetsOf(board))).to.deep.equal([]);
    const larger = { ...first, height: 1700, width: 1700, outHeight: 1700, outWidth: 1700 };
    expect(() => ownSchedule({ ...network, layers: [larger] }, board)).to.throw(
      /^large: first: its maps take 20230000 bytes, \d+ more than HyperRAM beside the weights and L2 have on gapuino$/,
    );
  }).timeout(60_000);

  it('is what runs on a board that lacks the memories for the published schedule', () => {
    const network = loadGap8Layers('mobilenet-v1');
    expect(publishedSchedule(network, withBudgets(49_008, 301_376))?.name).to.equal('published-mobilenet-v1');
    expect(publishedSchedule(network, withBudgets(49_007, 301_376))).to.equal(undefined);
    expect(publishedSchedule(network, withBudgets(49_008, 301_375))).to.equal(undefined);
  });

  it('says which layer fits in no way', () => {
    const network = loadGap8Layers('mobilenet-v1');
    expect(() => ownSchedule(network, withBudgets(1_000, 350_000))).to.throw(
      /^L\d+: no tiles of it fit, allowed: 1000 bytes of L1/,
    );
  });
});
