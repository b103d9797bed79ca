import { Graph, type Tensor } from './graph.js';

/** Classes of PASCAL VOC. */
const CLASSES = 20;
/** Numbers that a box has: four coordinates, whether there is an object, and a score for each class. */
const BOX = 4 + 1 + CLASSES;

/** Leaky convolutions, numbered. */
class Darknet {
  private count = 0;

  constructor(readonly graph: Graph) {}

  convolve(map: Tensor, kernel: number, outputs: number, stride = 1): Tensor {
    const padding = kernel >> 1;
    return this.graph.convolution(map, this.next(), { kernel, outputs, stride, padding, activation: 'leaky' });
  }

  /** `boxes` boxes for each pixel. */
  detect(map: Tensor, boxes: number): Tensor {
    return this.graph.convolution(map, this.next(), { kernel: 1, outputs: boxes * BOX, activation: 'none' });
  }

  /** 3 x 3 of `width` channels and 1 x 1 of half of them, in turns, `count` of them. */
  alternate(map: Tensor, width: number, count: number): Tensor {
    let found = map;
    for (let index = 0; index < count; index++) {
      found = index % 2 === 0 ? this.convolve(found, 3, width) : this.convolve(found, 1, width / 2);
    }
    return found;
  }

  private next(): string {
    return `conv${this.count++}`;
  }
}

/** YOLOv2 with Darknet-19 for the classes of VOC. (Redmon and Farhadi, YOLO9000, 2016, table 6; yolov2-voc.cfg) */
export function yolov2(resolution: number): Graph {
  const graph = new Graph([resolution, resolution, 3]);
  const net = new Darknet(graph);
  const pool = (map: Tensor, index: number) => graph.maxPool(map, `pool${index}`, { kernel: 2 });
  const first = pool(net.convolve(graph.input, 3, 32), 0);
  const second = pool(net.convolve(first, 3, 64), 1);
  const third = pool(net.alternate(second, 128, 3), 2);
  const fourth = pool(net.alternate(third, 256, 3), 3);
  const fine = net.alternate(fourth, 512, 5);
  const coarse = net.alternate(pool(fine, 4), 1024, 5);
  const deep = net.convolve(net.convolve(coarse, 3, 1024), 3, 1024);
  const passed = graph.spaceToDepth(net.convolve(fine, 1, 64), 'reorg', 2);
  net.detect(net.convolve(graph.concat([passed, deep], 'route'), 3, 1024), 5);
  return graph;
}

/** YOLOv3 with Darknet-53 for the classes of VOC. (Redmon and Farhadi, YOLOv3, 2018, table 1; yolov3-voc.cfg) */
export function yolov3(resolution: number): Graph {
  const graph = new Graph([resolution, resolution, 3]);
  const net = new Darknet(graph);
  let map = net.convolve(graph.input, 3, 32);
  const maps = [1, 2, 8, 8, 4].map((blocks, stage) => {
    map = net.convolve(map, 3, 64 * 2 ** stage, 2);
    for (let block = 0; block < blocks; block++) map = darknetBlock(net, map, `shortcut${stage + 1}_${block + 1}`);
    return map;
  });
  let route = head(net, maps[4], 512);
  for (const [index, width] of [256, 128].entries()) {
    const larger = graph.upsample(net.convolve(route, 1, width), `upsample${index + 1}`, 2);
    route = head(net, graph.concat([larger, maps[3 - index]], `route${index + 1}`), width);
  }
  return graph;
}

/** 1 x 1 with half of the channels, 3 x 3, and a sum with what came in. */
function darknetBlock(net: Darknet, map: Tensor, name: string): Tensor {
  const [, , channels] = map.shape;
  return net.graph.sum(map, net.convolve(net.convolve(map, 1, channels / 2), 3, channels), name);
}

/** Boxes of one size of the map. @returns what the next larger map begins with */
function head(net: Darknet, map: Tensor, width: number): Tensor {
  const route = net.alternate(net.convolve(map, 1, width), 2 * width, 4);
  net.graph.expose(net.detect(net.convolve(route, 3, 2 * width), 3));
  return route;
}
