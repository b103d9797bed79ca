import fc from 'fast-check';
import {
  type Gap8Layer,
  type Gap8Network,
  type Gap8Op,
  layerOn,
  type MapSize,
  outputSizeOf,
} from '../../sim/gap8/layers.js';

const upTo = (max: number, min = 1) => fc.integer({ min, max });

interface Step {
  readonly op: Gap8Op;
  readonly channels: number;
  readonly stride: 1 | 2;
}

const steps: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom<Gap8Op>('convolution', 'depthwise', 'depthwise', 'pointwise', 'pointwise'),
  channels: upTo(96),
  stride: fc.constantFrom(1 as const, 2 as const),
});

/** Random chains of layers that the machine can run, some with a pool and a fully connected layer at the end. */
export const gap8Networks: fc.Arbitrary<Gap8Network> = fc
  .record({
    input: fc.record({ channels: upTo(16), height: upTo(60, 4), width: upTo(60, 4) }),
    steps: fc.array(steps, { minLength: 1, maxLength: 4 }),
    classes: fc.option(upTo(80)),
  })
  .map(({ input, steps: chosen, classes }) => {
    const layers: Gap8Layer[] = [];
    const add = (op: Gap8Op, map: MapSize, outChannels: number | undefined, stride: 1 | 2) => {
      const layer = layerOn({ name: `l${layers.length}`, op, outChannels, stride }, map);
      layers.push(layer);
      return outputSizeOf(layer);
    };
    let map: MapSize = input;
    for (const { op, channels, stride } of chosen) {
      // Windows of 3 do not fit on maps of one pixel.
      const fitting =
        (op === 'convolution' || op === 'depthwise') && Math.min(map.height, map.width) < 2 ? 'pointwise' : op;
      const steppedBy = fitting === 'convolution' ? 2 : fitting === 'depthwise' ? stride : 1;
      map = add(fitting, map, fitting === 'depthwise' ? undefined : channels, steppedBy);
    }
    if (classes !== null) add('fullyConnected', add('averagePool', map, undefined, 1), classes, 1);
    return { name: 'random', layers };
  });
