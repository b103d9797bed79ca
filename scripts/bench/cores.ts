import { Bench } from 'tinybench';
import {
  averagePoolCall,
  depthwiseCall,
  fullyConnectedCall,
  gap8ClusterTiming,
  im2colCall,
  type KernelCall,
  pointwiseCall,
  rescaleCall,
  runKernel,
} from '../../sim/gap8/index.js';

const WINDOW = { width: 14, height: 14, padLeft: 1, padRight: 1, padTop: 1, padBottom: 1 };

/** Tiles of the published schedule of MobileNetV1, and one of ResNet-8. */
const TILES: readonly { readonly name: string; readonly call: KernelCall }[] = [
  {
    name: 'pointwise, 512 to 24 channels, 12 pixels',
    call: pointwiseCall({
      inChannels: 512,
      outChannels: 24,
      pixels: 12,
      outStride: 196,
      outFirst: 0,
      normBias: 7,
      norm: 14,
    }),
  },
  {
    name: 'pointwise, 128 to 128 channels, 48 pixels',
    call: pointwiseCall({
      inChannels: 128,
      outChannels: 128,
      pixels: 48,
      outStride: 48,
      outFirst: 0,
      normBias: 7,
      norm: 13,
    }),
  },
  {
    name: 'depthwise, 24 channels of 14 x 14',
    call: depthwiseCall({ ...WINDOW, channels: 24, stride: 1, normBias: 7 }),
  },
  { name: 'rescale, 24 channels of 14 x 14', call: rescaleCall({ channels: 24, plane: 196, norm: 12 }) },
  {
    name: 'im2col convolution 3x3, 16 to 16 channels',
    call: im2colCall({
      ...{ ...WINDOW, kernelHeight: 3, kernelWidth: 3, strideY: 1, strideX: 1 },
      ...{ inChannels: 16, outChannels: 16 },
    }),
  },
  { name: 'average pool, 488 channels of 7 x 7', call: averagePoolCall({ channels: 488, rows: 7, columns: 7 }) },
  {
    name: 'fully connected, 1024 to 16',
    call: fullyConnectedCall({ inputs: 1024, outputs: 16, normBias: 0, norm: 0 }),
  },
];

/** Instructions a second, of all eight cores together, on one thread. */
export async function benchCores(): Promise<void> {
  const timing = gap8ClusterTiming();
  const bench = new Bench({ time: 500, warmupTime: 250 });
  for (const { name, call } of TILES) {
    bench.add(name, () => {
      runKernel(call, timing);
    });
  }
  await bench.run();
  const lines = bench.tasks.map(({ name, result }, index) => {
    if (result.state !== 'completed') throw new Error(`${name} did not complete: ${result.state}`);
    const { instructions } = runKernel(TILES[index].call, timing).run;
    const milliseconds = result.latency.p50;
    const rate = (instructions / milliseconds / 1000).toFixed(1);
    return `  ${name.padEnd(44)}${milliseconds.toFixed(2).padStart(10)} ms${rate.padStart(10)} M instructions/s\n`;
  });
  process.stdout.write(`GAP8's eight cores, medians\n${lines.join('')}\n`);
}
