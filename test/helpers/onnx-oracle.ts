import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Tensor } from '../../sim/nn/import/onnx/tensor.js';

const FOLDER = 'test/oracles/onnx';
const RUNTIME = 'node_modules/onnxruntime-node';

const TYPE_NAME = { FLOAT: 'float32', INT8: 'int8', UINT8: 'uint8', INT32: 'int32' } as const;

interface RuntimeTensor {
  readonly data: Float32Array | Int8Array | Uint8Array | Int32Array;
  readonly dims: readonly number[];
}

interface Session {
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, RuntimeTensor>>): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}

interface Runtime {
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: string, data: Tensor['data'], dims: readonly number[]) => RuntimeTensor;
}

/** What the runtime may do to a model before it runs: nothing, or fuse operators as it does by default. */
export type Optimization = 'disabled' | 'all';

/** ONNX Runtime on one thread. */
export class OnnxOracle {
  private constructor(private readonly runtime: Runtime) {}

  /** The test is skipped where the runtime is not installed. */
  static load(test: Mocha.Context): OnnxOracle {
    const folder = resolve(FOLDER);
    if (existsSync(resolve(folder, RUNTIME))) {
      return new OnnxOracle(createRequire(resolve(folder, 'package.json'))(resolve(folder, RUNTIME)));
    }
    if (test.test !== undefined) test.test.title += ` (not installed: npm ci in ${FOLDER})`;
    return test.skip();
  }

  /** The first output of a model. */
  async run(
    model: Uint8Array,
    inputs: ReadonlyMap<string, Tensor>,
    graphOptimizationLevel: Optimization = 'disabled',
  ): Promise<{ readonly shape: readonly number[]; readonly data: readonly number[] }> {
    const options = { graphOptimizationLevel, intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 };
    const session = await this.runtime.InferenceSession.create(model, options);
    const feeds = [...inputs].map(([name, { type, shape, data }]) => {
      const typeName = TYPE_NAME[type as keyof typeof TYPE_NAME];
      return [name, new this.runtime.Tensor(typeName, data, shape)];
    });
    const results = await session.run(Object.fromEntries(feeds));
    const { data, dims } = results[session.outputNames[0]];
    await session.release();
    return { shape: dims, data: Array.from(data) };
  }
}
