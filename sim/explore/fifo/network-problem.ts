import { type Pipeline, wordsThrough } from '../../core/pipeline.js';
import { compile, type FabricBoard, type FabricDesign } from '../../fabric/index.js';
import type { Depths, FifoProblem, FifoSite, Pace } from './problem.js';

/** More than are ever simulated, and a multiple of every burst. */
export const ENDLESS_FRAMES = 2 ** 24;

/** The FIFOs of a network's pipeline. */
export function networkProblem(design: Omit<FabricDesign, 'images'>): FifoProblem {
  const { pipeline, fifos } = compile({ ...design, images: ENDLESS_FRAMES });
  const pipelineOf = (board: FabricBoard) => compile({ ...design, board, images: ENDLESS_FRAMES }).pipeline;
  const pipelines: Record<Pace, Pipeline> = {
    actual: pipeline,
    early: pipelineOf(withoutBursts(design.board, 0)),
    late: pipelineOf(withoutBursts(design.board, design.board.memoryPort.requestLatency.value)),
  };
  return {
    name: design.network.name,
    sites: fifos.map((name) => siteOf(pipeline, name, design.library.minimumFifoDepth.value)),
    given: new Map(fifos.map((name) => [name, pipeline.streams.find((stream) => stream.name === name)!.depth])),
    hasBursts: true,
    build: (depths, pace) => withDepths(pipelines[pace], depths),
    nameDeadlock: (deadlock) => deadlock,
    buildFor: (depths, images) => withDepths(compile({ ...design, images }).pipeline, depths),
  };
}

function withDepths({ streams, ...rest }: Pipeline, depths: Depths): Pipeline {
  return { ...rest, streams: streams.map((stream) => ({ ...stream, depth: depths.get(stream.name) ?? stream.depth })) };
}

/** The memory port waits for the first word of each burst: with bursts of one image every image is alike. */
function withoutBursts(board: FabricBoard, latencyCycles: number): FabricBoard {
  const { memoryPort } = board;
  const { imagesPerBurst, requestLatency } = memoryPort;
  return {
    ...board,
    memoryPort: {
      ...memoryPort,
      imagesPerBurst: { ...imagesPerBurst, value: 1 },
      requestLatency: { ...requestLatency, value: latencyCycles },
    },
  };
}

function siteOf({ blocks, streams, frames }: Pipeline, name: string, least: number): FifoSite {
  const writer = blocks.find(({ outputs }) => outputs.includes(name))!;
  const reader = blocks.find(({ inputs }) => inputs.includes(name))!;
  return {
    name,
    stream: name,
    from: writer.name,
    to: reader.name,
    bits: streams.find((stream) => stream.name === name)!.bits,
    least,
    wordsPerFrame: Math.ceil(wordsThrough(writer, 'writes', writer.outputs.indexOf(name)) / frames),
  };
}
