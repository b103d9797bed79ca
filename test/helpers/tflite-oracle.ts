import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const FOLDER = 'test/oracles/tflite';
const RUNTIME = 'node_modules/@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd';

/** What is used of the runtime's own classes. */
interface WasmRunner {
  GetInputs(): { get(index: number): { data(): Int8Array | Uint8Array | Float32Array } };
  GetOutputs(): { get(index: number): { data(): Int8Array | Uint8Array | Float32Array } };
  Infer(): boolean;
  delete(): void;
}

interface WasmRuntime {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  readonly TFLiteWebModelRunner: {
    CreateFromBufferAndOptions(address: number, bytes: number, options: object): { value(): WasmRunner };
  };
}

/** TensorFlow Lite's own runtime with XNNPACK, in WebAssembly on one thread. */
export class TfliteOracle {
  private constructor(private readonly runtime: WasmRuntime) {}

  /** The test is skipped where the runtime is not installed. */
  static async load(test: Mocha.Context): Promise<TfliteOracle> {
    const oracle = await TfliteOracle.loadInstalled();
    if (oracle !== undefined) return oracle;
    if (test.test !== undefined) test.test.title += ` (not installed: npm ci in ${FOLDER})`;
    return test.skip();
  }

  /** Undefined where the runtime is not installed. */
  static async loadInstalled(): Promise<TfliteOracle | undefined> {
    const folder = resolve(FOLDER);
    if (!existsSync(resolve(folder, `${RUNTIME}.js`))) return undefined;
    const create = createRequire(resolve(folder, 'package.json'))(resolve(folder, `${RUNTIME}.js`));
    const wasmBinary = readFileSync(resolve(folder, `${RUNTIME}.wasm`));
    return new TfliteOracle(await create({ wasmBinary, print: () => {}, printErr: () => {} }));
  }

  /** Outputs as bytes for each of several inputs, which are given as codes from 0 on (a signed code is 128 lower). */
  run(model: Uint8Array, inputs: readonly Uint8Array[]): Uint8Array[] {
    const { infer, free } = this.prepare(model);
    const outputs = inputs.map(infer);
    free();
    return outputs;
  }

  /** Outputs of a model of real numbers for each of several inputs. */
  runFloats(model: Uint8Array, inputs: readonly Float32Array[]): Float32Array[] {
    const { runner, free } = this.load(model);
    const outputs = inputs.map((numbers) => {
      runner.GetInputs().get(0).data().set(numbers);
      runner.Infer();
      return Float32Array.from(runner.GetOutputs().get(0).data());
    });
    free();
    return outputs;
  }

  /** A model of codes that is ready to run, as `run` has it, until it is freed. */
  prepare(model: Uint8Array): { readonly infer: (codes: Uint8Array) => Uint8Array; readonly free: () => void } {
    const { runner, free } = this.load(model);
    return {
      infer: (codes) => {
        const data = runner.GetInputs().get(0).data();
        data.set(data instanceof Int8Array ? Int8Array.from(codes, (code) => code - 128) : codes);
        runner.Infer();
        return Uint8Array.from(runner.GetOutputs().get(0).data(), (value) => value & 255);
      },
      free,
    };
  }

  private load(model: Uint8Array): { readonly runner: WasmRunner; readonly free: () => void } {
    const { runtime } = this;
    const address = runtime._malloc(model.length);
    runtime.HEAPU8.set(model, address);
    const options = { numThreads: 1, enableProfiling: false, maxProfilingBufferEntries: 0 };
    const runner = runtime.TFLiteWebModelRunner.CreateFromBufferAndOptions(address, model.length, options).value();
    return {
      runner,
      free: () => {
        runner.delete();
        runtime._free(address);
      },
    };
  }
}
