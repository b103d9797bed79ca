import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readText } from '../core/input/file.js';
import { parseJson } from '../core/input/json.js';

/** Published frames a second of a network that is shipped. */
export interface DpuRow {
  readonly network: string;
  readonly board: string;
  readonly release: string;
  /** With one thread, end to end; null where the host's part is not what the model knows. */
  readonly oneThreadFps: number | null;
  readonly manyThreadsFps: number;
  /** Whether constants are fitted to it. */
  readonly calibration: boolean;
}

/** The release whose rows constants are fitted to. */
export const CALIBRATION_RELEASE = '1.4';

/** The public networks among the published ones, by the name that the model zoo has for them. */
const NETWORKS: Readonly<Record<string, string>> = {
  'cf_resnet50_imagenet_224_224_7.7G': 'resnet50',
  'tf_resnetv1_101_imagenet_224_224_14.4G': 'resnet-v1-101',
  'tf_vgg16_imagenet_224_224_30.96G': 'vgg16-imagenet',
  'cf_inceptionv1_imagenet_224_224_3.16G': 'inception-v1',
  tf_inceptionv1_imagenet_224_224_3G: 'inception-v1-slim',
  cf_inceptionv2_imagenet_224_224_4G: 'inception-v2',
  'tf_inceptionresnetv2_imagenet_299_299_26.35G': 'inception-resnet-v2',
  'tf_mobilenetv1_0.5_imagenet_160_160_150.07M': 'mobilenet-v1-0.5-160',
  'tf_mobilenetv2_1.0_imagenet_224_224_0.59G': 'mobilenet-v2-1.0-224',
  dk_yolov2_voc_448_448_34G: 'yolov2-voc',
  'tf_efficientnet-edgetpu-L_imagenet_300_300_19.36G': 'efficientnet-edgetpu-l',
};
/** Detectors, whose boxes the host finds in a time that the model does not know. */
const DETECTORS: readonly string[] = ['yolov2-voc'];

const FILE = 'dpu/model-zoo-calibration.json';
const PROJECT_DATA = '../shared/data';

const fileSchema = z.object({
  rows: z.array(
    z.object({
      board: z.string(),
      vai: z.string(),
      name: z.string(),
      fps_1: z.number().positive(),
      fps_mt: z.number().positive(),
    }),
  ),
});

/** Where the published rows are: below a folder of data, or that beside the project; they are not part of it. */
export function dpuRowsFile(data = PROJECT_DATA): string {
  return join(data, FILE);
}

/** Whether the published rows are there. */
export function hasDpuRows(data: string | undefined): boolean {
  return existsSync(dpuRowsFile(data));
}

/** The published rows of networks that are shipped. @throws InputError where the file is missing or cannot be used */
export function loadDpuRows(data?: string): DpuRow[] {
  const file = dpuRowsFile(data);
  const { rows } = parseJson(readText(file), file, fileSchema);
  return rows.flatMap(({ board, vai, name, fps_1, fps_mt }): DpuRow[] => {
    const network = NETWORKS[name];
    if (network === undefined) return [];
    const known = !DETECTORS.includes(network);
    const calibration = vai === CALIBRATION_RELEASE;
    const measured = { oneThreadFps: known ? fps_1 : null, manyThreadsFps: fps_mt };
    return [{ network, board: board.toLowerCase(), release: vai, ...measured, calibration }];
  });
}
