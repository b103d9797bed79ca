import { simulateEvents } from '../core/engine/event.js';
import { type Block, type Pipeline, wordsThrough } from '../core/pipeline.js';
import { accessesPerFrame } from './accesses.js';
import { compile } from './compile.js';
import type { FabricProgram } from './program.js';
import { series } from './units/unit.js';

/** Blocks that no FIFO divides, and what they take where no FIFO could help them. */
export interface Stretch {
  /** The layer in it with the most work, or a block where none has any. */
  readonly name: string;
  /** Of an image, with words always there to read and always room to write. */
  readonly cyclesPerImage: number;
}

/** Accesses to streams that the longer of two runs may take, and its least images; the other has half of them. */
const TRIAL_ACCESSES = 5e5;
const LEAST_IMAGES = 4;

/**
 * The stretch between FIFOs that takes longest by itself: with FIFOs of any depth no image takes less. It is the difference of two
 * runs, so that filling and draining do not count.
 */
export function slowestStretch({ design, fifos, placements, pipeline: whole }: FabricProgram): Stretch {
  const affordable = Math.min(design.images, Math.floor(TRIAL_ACCESSES / accessesPerFrame(whole)));
  const images = Math.max(LEAST_IMAGES / 2, Math.floor(affordable / 2));
  const [few, more] = [images, 2 * images].map((count) =>
    stretchesOf(compile({ ...design, images: count }).pipeline, fifos),
  );
  const stretches = few.map((pipeline, index): Stretch => {
    const cycles = simulateEvents(more[index]).cycles - simulateEvents(pipeline).cycles;
    const blocks = pipeline.blocks.map(({ name }) => name);
    const busiest = placements
      .filter(({ layer }) => blocks.includes(layer.name))
      .reduce<FabricProgram['placements'][number] | undefined>(
        (most, other) => (most === undefined || other.idealCycles > most.idealCycles ? other : most),
        undefined,
      );
    return { name: busiest?.layer.name ?? blocks[0], cyclesPerImage: cycles / images };
  });
  return stretches.reduce((slowest, other) => (other.cyclesPerImage > slowest.cyclesPerImage ? other : slowest));
}

/** Cuts a pipeline at its FIFOs, each stretch between a source that never pauses and a sink that always takes. */
function stretchesOf(pipeline: Pipeline, fifos: readonly string[]): Pipeline[] {
  const left = new Set(pipeline.blocks);
  const stretches: Pipeline[] = [];
  for (const block of pipeline.blocks) {
    if (left.has(block)) stretches.push(withEnds(pipeline, takeJoined(block, left, fifos)));
  }
  return stretches;
}

/** Takes a block, and all that are joined with it by streams other than FIFOs. */
function takeJoined(block: Block, left: Set<Block>, fifos: readonly string[]): Block[] {
  left.delete(block);
  const streamsOf = ({ inputs, outputs }: Block) => [...inputs, ...outputs].filter((name) => !fifos.includes(name));
  const mine = streamsOf(block);
  const next = [...left].filter((other) => streamsOf(other).some((name) => mine.includes(name)));
  return [block, ...next.flatMap((other) => (left.has(other) ? takeJoined(other, left, fifos) : []))];
}

function withEnds({ name, frames, streams }: Pipeline, blocks: readonly Block[]): Pipeline {
  const written = new Set(blocks.flatMap(({ outputs }) => outputs));
  const read = new Set(blocks.flatMap(({ inputs }) => inputs));
  const ends = blocks.flatMap((block) => [
    ...block.inputs.flatMap((stream, port) => {
      return written.has(stream) ? [] : [end('source', stream, wordsThrough(block, 'reads', port) / frames, frames)];
    }),
    ...block.outputs.flatMap((stream, port) => {
      return read.has(stream) ? [] : [end('sink', stream, wordsThrough(block, 'writes', port) / frames, frames)];
    }),
  ]);
  const all = [...blocks, ...ends];
  const used = new Set(all.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  return { name, frames, blocks: all, streams: streams.filter((stream) => used.has(stream.name)) };
}

/** A block that writes a word of a stream in every cycle, or reads one. */
function end(unit: 'source' | 'sink', stream: string, wordsPerFrame: number, frames: number): Block {
  const everyWord = [series(wordsPerFrame)];
  const [reads, writes] = unit === 'source' ? [[], everyWord] : [everyWord, []];
  const loop = { rounds: frames, iterationsPerRound: wordsPerFrame, initiationInterval: 1, depthCycles: 0 };
  return {
    name: `${stream}.${unit}`,
    unit,
    inputs: unit === 'source' ? [] : [stream],
    outputs: unit === 'source' ? [stream] : [],
    startCycle: 0,
    loops: [{ ...loop, selfFlushing: false, reads, writes }],
  };
}
