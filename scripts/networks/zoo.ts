import { efficientnetEdgetpu } from './efficientnet-edgetpu.js';
import type { Graph } from './graph.js';
import { inceptionResnetV2 } from './inception-resnet-v2.js';
import { CAFFE, inceptionV1, SLIM } from './inception-v1.js';
import { inceptionV2 } from './inception-v2.js';
import { inceptionV3 } from './inception-v3.js';
import { inceptionV4 } from './inception-v4.js';
import { mobilenetV1, mobilenetV2 } from './mobilenet.js';
import { resnetBasic, resnetCaffe, resnetSlim } from './resnet.js';
import { squeezenet } from './squeezenet.js';
import { vgg } from './vgg.js';
import { yolov2, yolov3 } from './yolo.js';

/** A network that is shipped without weights. */
export interface ZooNetwork {
  readonly name: string;
  readonly description: string;
  readonly build: () => Graph;
  /** Names of the classes. Default: numbers. */
  readonly classes?: readonly string[];
}

/** Networks of public definitions, with 8-bit integers and the arithmetic of the DPU. */
export const ZOO: readonly ZooNetwork[] = [
  {
    name: 'resnet50',
    description: 'ResNet-50 as Caffe has it, the stride in the first 1 x 1 convolution of a stage',
    build: () => resnetCaffe([3, 4, 6, 3]),
  },
  { name: 'resnet18', description: 'ResNet-18', build: () => resnetBasic([2, 2, 2, 2]) },
  { name: 'resnet34', description: 'ResNet-34', build: () => resnetBasic([3, 4, 6, 3]) },
  ...(
    [
      [50, [3, 4, 6, 3]],
      [101, [3, 4, 23, 3]],
      [152, [3, 8, 36, 3]],
    ] as const
  ).map(([depth, blocks]) => ({
    name: `resnet-v1-${depth}`,
    description: `ResNet-${depth} v1 as TensorFlow-Slim has it, the stride in the last block of a stage`,
    build: () => resnetSlim(blocks),
  })),
  { name: 'vgg16-imagenet', description: 'VGG16 for ImageNet', build: () => vgg([2, 2, 3, 3, 3]) },
  { name: 'vgg19-imagenet', description: 'VGG19 for ImageNet', build: () => vgg([2, 2, 4, 4, 4]) },
  {
    name: 'inception-v1',
    description: 'Inception v1 (GoogLeNet) as Caffe has it, without local response normalization',
    build: () => inceptionV1(CAFFE),
  },
  {
    name: 'inception-v1-slim',
    description: 'Inception v1 as TensorFlow-Slim has it, 3 x 3 in the place of 5 x 5',
    build: () => inceptionV1(SLIM),
  },
  { name: 'inception-v2', description: 'Inception v2 (BN-Inception) as Caffe has it', build: inceptionV2 },
  { name: 'inception-v3', description: 'Inception v3', build: inceptionV3 },
  { name: 'inception-v4', description: 'Inception v4', build: inceptionV4 },
  {
    name: 'inception-resnet-v2',
    description: 'Inception-ResNet v2 as TensorFlow-Slim has it',
    build: inceptionResnetV2,
  },
  { name: 'squeezenet', description: 'SqueezeNet v1.1', build: squeezenet },
  {
    name: 'efficientnet-edgetpu-l',
    description: 'EfficientNet-EdgeTPU-L for pictures of 300 x 300',
    build: () => efficientnetEdgetpu(1.2, 1.4, 300),
  },
  {
    name: 'yolov2-voc',
    description: 'YOLOv2 for the 20 classes of VOC, pictures of 448 x 448',
    build: () => yolov2(448),
  },
  {
    name: 'yolov3-voc',
    description: 'YOLOv3 for the 20 classes of VOC, pictures of 416 x 416',
    build: () => yolov3(416),
  },
  ...(
    [
      [0.25, 128],
      [0.5, 160],
      [1, 224],
    ] as const
  ).map(([width, resolution]) => ({
    name: `mobilenet-v1-${width.toFixed(2).replace(/0$/, '')}-${resolution}`,
    description: `MobileNetV1 of width ${width} for pictures of ${resolution} x ${resolution}`,
    build: () => mobilenetV1(width, resolution),
  })),
  ...([1, 1.4] as const).map((width) => ({
    name: `mobilenet-v2-${width.toFixed(1)}-224`,
    description: `MobileNetV2 of width ${width} for pictures of 224 x 224`,
    build: () => mobilenetV2({ width, resolution: 224, classes: 1001, expandsFirst: false }),
  })),
  {
    name: 'mobilenet-v2',
    description:
      'MobileNetV2 with two classes as the DPU pruning tutorial has it, with a 1 x 1 convolution in its first bottleneck too',
    build: () => mobilenetV2({ width: 1, resolution: 224, classes: 2, expandsFirst: true }),
    classes: ['dog', 'cat'],
  },
];
