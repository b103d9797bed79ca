import { readFileSync } from 'node:fs';
import { inflateIfGzipped } from '../../sim/core/input/gzip.js';
import { withOriginalParameters } from '../../sim/drivers/load-job.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import type { Network } from '../../sim/nn/network.js';
import { readTar } from '../../sim/nn/parameters/tar.js';
import { sharedData } from './shared-data.js';

export const MOBILENET_ARCHIVE = 'models/gap8-mobilenetv1-224-1.0-int8.tar.gz';

/** GAP8's MobileNetV1 with its original parameters; the test is skipped where these are absent. */
export function loadMobilenet(test: Mocha.Context): Network {
  return withOriginalParameters(loadNamedNetwork('mobilenet-v1'), sharedData(test, MOBILENET_ARCHIVE));
}

/** A file of the archive of its parameters. */
export function mobilenetFile(test: Mocha.Context, name: string): Uint8Array {
  const archive = sharedData(test, MOBILENET_ARCHIVE);
  return readTar(inflateIfGzipped(readFileSync(archive), archive), archive).get(`binFiles/${name}`)!;
}
