import { expect } from 'chai';
import fc from 'fast-check';
import type { Gate, Pipeline, Word } from '../../sim/core/index.js';
import { firstDivergence } from '../../sim/drivers/rtl/compare.js';
import { type Cosimulation, cosimulate, prepareCosimulation } from '../../sim/drivers/rtl/cosimulate.js';
import { divergenceTable } from '../../sim/drivers/rtl/describe.js';
import { fileCosimulation } from '../../sim/drivers/rtl/file-cosimulation.js';
import { compile, loadLibrary, toMemoryWords } from '../../sim/fabric/index.js';
import { encodeValue } from '../../sim/nn/data-type.js';
import { inputCodes } from '../../sim/nn/input-codes.js';
import { elements } from '../../sim/nn/network.js';
import { createPackedMatrix, laneBits, setCode } from '../../sim/nn/packed-matrix.js';
import { runReference } from '../../sim/nn/reference/network.js';
import { buildFile } from './pipeline-file.js';
import { type RandomDesign, randomDesign } from './random-design.js';
import { randomRtlFile } from './random-rtl-file.js';
import { inTemporaryFolder } from './temporary-folder.js';

/** A random network in library rtl, and cycles in which its source may offer and its sink takes. */
export interface RandomCosimulation extends RandomDesign {
  readonly stalls: { readonly source: Gate | undefined; readonly sink: Gate | undefined };
}

/** Bits in which a random gate repeats, at most. */
const MAX_PERIOD = 61;
const MAX_LANES = 16;

const randomGate: fc.Arbitrary<Gate> = fc
  .array(fc.boolean(), { minLength: 1, maxLength: MAX_PERIOD - 1 })
  .map((open) => ({ open: [...open, true] }));

const stalls = fc.option(randomGate, { nil: undefined, freq: 4 });

/** Small networks of any layers, with stalls at random at both ends. */
export const randomCosimulation: fc.Arbitrary<RandomCosimulation> = fc
  .tuple(randomDesign({ library: 'rtl', maxLanes: MAX_LANES }), stalls, stalls)
  .map(([design, source, sink]) => ({ ...design, stalls: { source, sink } }));

/** The pipeline of a random network with its stalls, and what the model and the reference say of it. */
export function prepared({ design, pixels, stalls }: RandomCosimulation, name: string): Cosimulation {
  const { network, images } = design;
  const { pipeline } = compile(design);
  const wordBits = design.board.memoryPort.wordBits.value;
  const input = toMemoryWords(inputCodes(network, pixels, images), network.input.type.bits, wordBits);
  const expected = referenceWords({ design, pixels }, wordBits);
  return prepareCosimulation(stalled(pipeline, stalls), name, loadLibrary('rtl'), { input, expected });
}

function referenceWords({ design: { network, images }, pixels }: RandomDesign, wordBits: number): Word[] {
  const { name, outputShape, outputType } = network.layers[network.layers.length - 1];
  const outputs = createPackedMatrix(images, elements(outputShape), laneBits(outputType.bits));
  const each = pixels.length / images;
  for (let image = 0; image < images; image++) {
    const values = runReference(network, pixels.subarray(image * each, (image + 1) * each)).get(name)!;
    values.forEach((value, index) => {
      setCode(outputs, image, index, encodeValue(outputType, value));
    });
  }
  return toMemoryWords(outputs, outputType.bits, wordBits);
}

function stalled(pipeline: Pipeline, { source, sink }: RandomCosimulation['stalls']): Pipeline {
  const blocks = pipeline.blocks.map((block) => {
    const gate = block.inputs.length === 0 ? source : block.outputs.length === 0 ? sink : undefined;
    return gate === undefined ? block : { ...block, gate };
  });
  return { ...pipeline, blocks };
}

/** Builds and runs some circuits as one program; expects every handshake and every output word to be the model's. */
export async function expectAgreement(cases: readonly Cosimulation[]): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const log = await cosimulate(cases, folder);
    cases.forEach(({ pipeline, recording, circuit, words }, index) => {
      const { streams } = log.circuits[index];
      const divergence = firstDivergence(recording, streams);
      const details = divergence === undefined ? '' : divergenceTable(divergence, pipeline, recording, streams);
      expect(divergence, `circuit ${index}\n${details}`).to.equal(undefined);
      expect(streams.get(circuit.output.stream.name)?.words).to.deep.equal(words.expected);
    });
    expect(log.passed, log.messages.join('\n')).to.equal(true);
  });
}

/** Random networks and as many random pipeline files; expects that RTL and model agree on all of them. */
export function expectRandomAgreement(count: number, numRuns: number): Promise<void> {
  const networks = fc.array(randomCosimulation, { minLength: count, maxLength: count });
  const files = fc.array(randomRtlFile, { minLength: count, maxLength: count });
  const agreement = fc.asyncProperty(networks, files, (someNetworks, someFiles) =>
    expectAgreement([
      ...someNetworks.map((each, index) => prepared(each, `network${index}`)),
      ...someFiles.map((file, index) => fileCosimulation(buildFile(file), `file${index}`)),
    ]),
  );
  return fc.assert(agreement, { numRuns, endOnFailure: true });
}
