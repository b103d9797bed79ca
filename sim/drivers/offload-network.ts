import { dirname } from 'node:path';
import { concatenate } from '../core/input/bytes.js';
import { InputError } from '../core/input/input-error.js';
import type { Run } from '../core/run.js';
import {
  type FabricBoard,
  loadBoard,
  type OffloadOverlay,
  offloadOverlayFor,
  offloadOverlays,
} from '../fabric/index.js';
import type { Picture } from '../nn/data/picture.js';
import { createExecutor } from '../nn/execute.js';
import type { Network } from '../nn/network.js';
import type { CodeMap, Detection, Prediction } from '../nn/software/index.js';
import { outputMaps } from './code-maps.js';
import type { PhotoSize } from './job.js';
import { withOriginalParameters } from './load-job.js';
import { loadAnyNetwork, noWeights } from './load-network.js';
import {
  type BackFiles,
  type ClassBack,
  type DetectionBack,
  loadClassBack,
  loadDetectionBack,
} from './offload-back.js';
import { type Front, loadFront } from './offload-front.js';
import { runOnSimulator } from './simulator.js';

/** What an offload network is made from. */
export interface OffloadNetworkOptions extends BackFiles {
  /** Name or file of a network that an offload engine was built for, `dorefanet` or `tinier-yolo`, or its layers file (.json). */
  readonly network: string;
  /** Folder or .tar of the offloaded layers' parameters. Default: those that the layers file names. */
  readonly params?: string;
  /** Folder with the parameters of the layers in software. Default: the folder in which `params` lies. */
  readonly software?: string;
  /** Name or file of the simulated board. Default: `ultra96`. */
  readonly board?: string;
}

/** What a step gave, and how long it took: in software the time that passed, on the board that of the simulated clock. */
export interface Timed<Result> {
  readonly result: Result;
  readonly microseconds: number;
}

/** What the offload engine gave, with the record of the run. */
export interface Offloaded<Result> extends Timed<Result> {
  readonly run: Run;
}

/**
 * A network whose middle runs layer by layer on an offload engine, and whose first and last layers run in software, step by
 * step as the notebooks of QNN-MO-PYNQ do it. The parameters of the layers in software are loaded when a step needs them.
 */
export class OffloadNetwork {
  #front: Front | undefined;
  #classBack: ClassBack | undefined;
  #detectionBack: DetectionBack | undefined;

  private constructor(
    /** The offloaded layers. */
    readonly network: Network,
    private readonly board: FabricBoard,
    private readonly overlay: OffloadOverlay,
    private readonly files: BackFiles,
  ) {}

  /** @throws InputError for an unknown board, a network of no offload engine, or parameters that do not fit */
  static load({ network: name, software, fc, board, ...options }: OffloadNetworkOptions): OffloadNetwork {
    const shipped = loadAnyNetwork(name);
    const { params = shipped.parameterFiles?.path } = options;
    const overlay = offloadOverlayFor(shipped);
    if (overlay === undefined) {
      const allowed = offloadOverlays().flatMap(({ networks }) => networks);
      throw new InputError(`${shipped.name} runs on no offload engine, allowed: ${allowed.join(', ')}`);
    }
    if (params === undefined) throw noWeights(shipped, 'give params');
    const files = { software: software ?? dirname(params), ...(fc === undefined ? {} : { fc }) };
    return new OffloadNetwork(withOriginalParameters(shipped, params), loadBoard(board ?? 'ultra96'), overlay, files);
  }

  /**
   * The layers in front of the offloaded ones, in software: from a picture to the codes that the engine reads.
   * @throws InputError where their parameters are missing or do not fit
   */
  runFront(picture: Picture): Timed<CodeMap> {
    this.#front ??= loadFront(this.network, this.files.software);
    const front = this.#front;
    return timed(() => front(picture));
  }

  /** The offloaded layers on the simulated board. @throws InputError for a feature map of another shape */
  async offload(map: CodeMap): Promise<Offloaded<CodeMap>> {
    const { result, ...rest } = await this.offloadMany([map]);
    return { result: result[0], ...rest };
  }

  /** As `offload`, for a batch: each layer's weights are loaded once for all. The time is that of the batch. */
  async offloadMany(maps: readonly CodeMap[]): Promise<Offloaded<CodeMap[]>> {
    const { network, board, overlay } = this;
    const pictures = { pixels: this.codesOf(maps) };
    const { run, outputs } = await runOnSimulator({
      network,
      board,
      overlay,
      images: maps.length,
      engine: 'event',
      pictures,
    });
    return { result: outputMaps(network, outputs!), microseconds: run.microseconds, run };
  }

  /** The offloaded layers in software, by the packed kernels on one core of this computer. */
  async runInSoftware(map: CodeMap): Promise<Timed<CodeMap>> {
    const codes = this.codesOf([map]);
    const executor = createExecutor(this.network, { backend: 'wasm' });
    const from = performance.now();
    const outputs = await executor.run(codes, 1);
    const microseconds = microsecondsSince(from);
    await executor.close();
    return { result: outputMaps(this.network, outputs)[0], microseconds };
  }

  /**
   * The fully connected layers behind the offloaded ones, in software: from the engine's codes to the most probable classes.
   * @throws InputError where the network has none, or their parameters are missing or do not fit
   */
  classify(map: CodeMap, count?: number): Timed<Prediction[]> {
    this.#classBack ??= loadClassBack(this.network, this.files);
    const back = this.#classBack;
    return timed(() => back(map, count));
  }

  /**
   * The convolution and the region layer behind the offloaded ones, in software: from the engine's codes to the objects in
   * the picture, the best first, with boxes in its pixels; without its size, in those of the 416 x 416 that the network sees.
   * @throws InputError where the network has none, or their parameters are missing or do not fit
   */
  detect(map: CodeMap, picture?: PhotoSize): Timed<Detection[]> {
    this.#detectionBack ??= loadDetectionBack(this.network, this.files);
    const back = this.#detectionBack;
    return timed(() => back(map, picture));
  }

  private codesOf(maps: readonly CodeMap[]): Uint8Array {
    const expected = this.network.input.shape.join(' x ');
    for (const { height, width, channels } of maps) {
      const found = [height, width, channels].join(' x ');
      if (found !== expected) throw new InputError(`a feature map of ${found}, ${this.network.name} takes ${expected}`);
    }
    return concatenate(maps.map(({ codes }) => codes));
  }
}

function timed<Result>(step: () => Result): Timed<Result> {
  const from = performance.now();
  const result = step();
  return { result, microseconds: microsecondsSince(from) };
}

function microsecondsSince(from: number): number {
  return (performance.now() - from) * 1000;
}
