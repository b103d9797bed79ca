import { expect } from 'chai';
import { parse } from 'yaml';
import { readText } from '../../sim/core/input/file.js';
import { packagePath } from '../../sim/core/package-root.js';
import { boardNames, loadBoard, loadLibrary, parseBoard, parseLibrary } from '../../sim/fabric/index.js';
import { inputErrorOf } from '../helpers/input-error.js';

/** Everything in a value that holds a figure, by its path. */
function figuresIn(value: unknown, path: string): [path: string, figure: Record<string, unknown>][] {
  if (typeof value !== 'object' || value === null) return [];
  if ('value' in value) return [[path, value as Record<string, unknown>]];
  return Object.entries(value).flatMap(([key, item]) => figuresIn(item, `${path}.${key}`));
}

/** Expects so many figures in a file, each with where it comes from. */
function expectProvenance(file: string, figures: number): void {
  const found = figuresIn(parse(readText(packagePath(file))), file);
  expect(found).to.have.length(figures);
  for (const [path, { unit, status, source }] of found) {
    expect(unit, path).to.match(/^\w+$/);
    expect(status, path).to.be.oneOf(['documented', 'derived', 'calibrated', 'assumed']);
    expect(source, path).to.match(/\w+ \w+/);
  }
}

const boardFile = packagePath('sim/fabric/boards/ultra96.yaml');
const libraryFile = packagePath('sim/fabric/libraries/hls.yaml');

/** The message for a file of which one text is replaced, without the path of the file. */
function refusalOf(file: string, read: (text: string, file: string) => unknown, from: string, to: string): string {
  const text = readText(file);
  expect(text).to.include(from);
  return inputErrorOf(() => read(text.replace(from, to), 'file.yaml'));
}

describe('boards', () => {
  // facts/bnn-pynq.md section 5, facts/qnn-mo-pynq.md
  const clocks: [board: string, clock: string, frequencyHz: number, offloadHz: number][] = [
    ['pynq-z1', 'PS FCLK0', 100_000_000, 100_000_000],
    ['pynq-z2', 'PS FCLK0', 100_000_000, 100_000_000],
    ['ultra96', 'PS pl_clk2', 299_999_700, 249_999_756],
  ];

  it('are these', () => {
    expect(boardNames()).to.deep.equal(clocks.map(([board]) => board));
  });

  for (const [name, clock, frequencyHz, offloadHz] of clocks) {
    it(`have their clocks and the source of every figure: ${name}`, () => {
      const board = loadBoard(name);
      expect(board.name).to.equal(name);
      expect(board.clock).to.deep.include({ name: clock, frequencyHz });
      expect(board.offload?.clock.frequencyHz).to.equal(offloadHz);
      expect(board.offload?.loopOverhead).to.include({ value: 2, unit: 'cycles', status: 'assumed' });
      expect(board.memoryPort.wordBits.value).to.equal(64);
      expectProvenance(`sim/fabric/boards/${name}.yaml`, 11);
      expect(Object.isFrozen(board)).to.equal(true);
    });
  }

  it('are found by path too', () => {
    expect(loadBoard(boardFile)).to.deep.equal(loadBoard('ultra96'));
  });

  it('of an unknown name are refused with the nearest', () => {
    expect(inputErrorOf(() => loadBoard('pynq-z3'))).to.equal(
      'unknown board pynq-z3, allowed: pynq-z1, pynq-z2, ultra96 (did you mean pynq-z1?)',
    );
    expect(inputErrorOf(() => loadBoard('../boards'))).to.match(/^\.\.\/boards: /);
  });

  const refused: [what: string, from: string, to: string, message: string][] = [
    [
      'an unknown key',
      'device:',
      'devise:',
      'file.yaml:4:1: unknown key devise, allowed: schema, name, machine, device, clock, memoryPort, offload, resources (did you mean device?)',
    ],
    [
      'another schema',
      'qcycle.board/1',
      'qcycle.board/2',
      'file.yaml:1:9: schema: found qcycle.board/2, allowed: qcycle.board/1',
    ],
    [
      'a figure without a source',
      'unit: LUT, status: documented, source: "Xilinx DS891, Zynq UltraScale+ MPSoC overview" }',
      'unit: LUT, status: documented }',
      'file.yaml:32:8: resources.lut.source: missing, expected text',
    ],
    [
      'a figure with an empty source',
      '"Xilinx/BNN-PYNQ block design"',
      '""',
      'file.yaml:7:74: clock.frequencyHz.source: found "", allowed: a length of at least 1',
    ],
    [
      'a figure in another unit',
      'unit: Hz',
      'unit: MHz',
      'file.yaml:7:42: clock.frequencyHz.unit: found MHz, allowed: Hz',
    ],
    [
      'a figure of another status',
      'status: calibrated',
      'status: guessed',
      'file.yaml:15:13: memoryPort.requestLatency.status: found guessed, allowed: documented, derived, calibrated, assumed',
    ],
    [
      'a fraction',
      '299999700',
      '299999700.5',
      'file.yaml:7:25: clock.frequencyHz.value: found 299999700.5, expected a whole number',
    ],
    [
      'no figure at all',
      'value: 16',
      'value: 0',
      'file.yaml:11:28: memoryPort.imagesPerBurst.value: found 0, allowed: at least 1',
    ],
  ];
  for (const [what, from, to, message] of refused) {
    it(`refuse ${what}, at its line and column`, () => {
      expect(refusalOf(boardFile, parseBoard, from, to)).to.equal(message);
    });
  }
});

describe('the library of HLS blocks', () => {
  it('has the source of every figure', () => {
    expect(loadLibrary('hls').name).to.equal('hls');
    expectProvenance('sim/fabric/libraries/hls.yaml', 10);
  });

  // facts/bnn-pynq.md section 6
  it('has the figures that agree with silicon', () => {
    const { name: _, description: __, ...figures } = loadLibrary('hls');
    expect(Object.fromEntries(Object.entries(figures).map(([figure, { value }]) => [figure, value]))).to.deep.equal({
      mvtuDepth: 6,
      slidingWindowDepth: 3,
      widthConverterDepth: 1,
      streamOperatorDepth: 1,
      maxPoolReadInterval: 1,
      binaryMaxPoolReadInterval: 2,
      maxPoolPhaseGap: 2,
      defaultFifoDepth: 2,
      minimumFifoDepth: 2,
      memoryFifoDepth: 1024,
    });
  });

  it('refuses an unknown key and a depth of nothing, at their line and column', () => {
    expect(refusalOf(libraryFile, parseLibrary, 'mvtuDepth', 'mvauDepth')).to.match(
      /^file\.yaml:4:1: unknown key mvauDepth, allowed: .*slidingWindowDepth.* \(did you mean mvtuDepth\?\)$/,
    );
    expect(refusalOf(libraryFile, parseLibrary, 'value: 6', 'value: 0')).to.equal(
      'file.yaml:5:10: mvtuDepth.value: found 0, allowed: at least 1',
    );
  });
});
