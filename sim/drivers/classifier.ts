import type { Run } from '../core/run.js';
import { type FabricBoard, loadBoard, type Overlay } from '../fabric/index.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { classify, classifySingle } from '../nn/classify.js';
import { createExecutor } from '../nn/execute.js';
import { hasParameters, isIntegerLayer, type Network } from '../nn/network.js';
import type { PackedMatrix } from '../nn/packed-matrix.js';
import { usualOverlay, withOriginalParameters } from './load-job.js';
import { noWeights } from './load-network.js';
import { countPictures, loadPictures } from './load-pictures.js';
import { runOnSimulator } from './simulator.js';

/** Where a classifier computes: on the simulated board, or as plain software on this computer. */
export type Runtime = 'hardware' | 'software';

/** What a classifier is made from. */
export interface ClassifierOptions {
  /** Name or file of a network. */
  readonly network: string;
  readonly runtime: Runtime;
  /** Name or file of the simulated board. Default: the first that the network's overlay exists for. */
  readonly board?: string;
  /** Folder or .tar of the original project's parameters instead of the shipped ones. */
  readonly params?: string;
}

/**
 * Classifies pictures with one network on one runtime, and knows how long that took: on the simulated board the time of
 * the simulated clock, in software the time that passed.
 */
export class Classifier {
  /** Names of the classes, by class. */
  readonly classes: readonly string[];
  /** The record of the last batch on the simulated board. */
  run: Run | null = null;
  #usecPerImage = Number.NaN;

  private constructor(
    private readonly network: Network,
    private readonly board: FabricBoard,
    private readonly overlay: Overlay,
    private readonly runtime: Runtime,
  ) {
    this.classes = network.classes;
  }

  /** @throws InputError for an unknown network or board, or a network without weights */
  static load({ network: name, runtime, board, params }: ClassifierOptions): Classifier {
    const shipped = loadNamedNetwork(name);
    const network = params === undefined ? shipped : withOriginalParameters(shipped, params);
    if (!hasParameters(network)) throw noWeights(network, 'give params');
    const overlay = usualOverlay(network);
    return new Classifier(network, loadBoard(board ?? overlay.boards[0] ?? 'ultra96'), overlay, runtime);
  }

  /** Microseconds an image in the last call; NaN before the first. */
  get usecPerImage(): number {
    return this.#usecPerImage;
  }

  /** Images a second in the last call. */
  get imagesPerSecond(): number {
    return 1e6 / this.#usecPerImage;
  }

  /**
   * Classes of all pictures of a file (idx, CIFAR-10 binary, PNG or JPEG), as the original's batch call reads its results.
   * @throws InputError where the file cannot be used
   */
  async classifyFile(file: string): Promise<number[]> {
    const pictures = await loadPictures(this.network, [file]);
    return this.classifyMany(pictures.pixels, countPictures(this.network, pictures));
  }

  /** Classes of `images` pictures whose pixels follow each other. */
  async classifyMany(pixels: Uint8Array, images: number): Promise<number[]> {
    return Array.from(classify(this.network, await this.compute(pixels, images)));
  }

  /** Class of one picture, as the original's call for single pictures reads the result: see `classifySingle`. */
  async classify(pixels: Uint8Array): Promise<number> {
    return classifySingle(this.network, await this.compute(pixels, 1));
  }

  private async compute(pixels: Uint8Array, images: number): Promise<PackedMatrix> {
    if (this.runtime === 'hardware') return this.simulate(pixels, images);
    const backend = this.network.layers.some(isIntegerLayer) ? 'wasm' : 'packed';
    const executor = createExecutor(this.network, { backend });
    const from = performance.now();
    const outputs = await executor.run(pixels, images);
    this.#usecPerImage = ((performance.now() - from) * 1000) / images;
    await executor.close();
    return outputs;
  }

  private async simulate(pixels: Uint8Array, images: number): Promise<PackedMatrix> {
    const { network, board, overlay } = this;
    const { run, outputs } = await runOnSimulator({
      network,
      board,
      overlay,
      images,
      engine: 'event',
      pictures: { pixels },
    });
    this.run = run;
    this.#usecPerImage = run.microsecondsPerImage;
    return outputs!;
  }
}
