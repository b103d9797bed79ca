import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packagePath } from '../../sim/core/package-root.js';
import { publishedOverlay } from '../../sim/fabric/index.js';
import { networkNames } from '../../sim/nn/catalog.js';
import { exportBnnPynq, isMatrixLayer, loadNamedNetwork, mnistFile, writeIdx } from '../../sim/nn/index.js';
import { JPEG_FILES } from '../helpers/jpeg-files.js';
import { finished, qcycle, qcycleInto, startQcycle } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

/** Expects exit code 2, nothing on stdout and exactly this one line on stderr, `FOLDER` standing for the folder. */
async function expectRefused(args: readonly string[], line: string, folder = ''): Promise<void> {
  const { code, stdout, stderr } = await qcycle(args);
  expect(stderr.replaceAll(folder === '' ? '\0' : folder, 'FOLDER')).to.equal(`qcycle: ${line}\n`);
  expect(stdout).to.equal('');
  expect(code).to.equal(2);
}

/** A folder with our own weights in BNN-PYNQ's files. */
function writeParameters(folder: string): string {
  const network = loadNamedNetwork('lfc-w1a1');
  const parameters = network.layers.filter(isMatrixLayer).map((layer) => layer.parameters!);
  const files = exportBnnPynq({ parameters, classes: network.classes }, network, publishedOverlay(network)!.layers);
  const path = join(folder, 'params');
  mkdirSync(path);
  for (const [name, bytes] of files) writeFileSync(join(path, name), bytes);
  return path;
}

describe('qcycle given bad input', function () {
  this.timeout(30_000);

  it('refuses parameter files that are missing, truncated or oversized', async () => {
    await inTemporaryFolder(async (folder) => {
      const params = writeParameters(folder);
      const file = join(params, '1-5-weights.bin');
      const bytes = readFileSync(file);
      const run = ['run', 'lfc-w1a1', '--params', params];
      writeFileSync(file, bytes.subarray(0, 4000));
      await expectRefused(run, 'FOLDER/params/1-5-weights.bin: 4000 bytes, expected 4096 (512 words of 8)', folder);
      writeFileSync(file, Buffer.concat([bytes, bytes]));
      await expectRefused(run, 'FOLDER/params/1-5-weights.bin: 8192 bytes, expected 4096 (512 words of 8)', folder);
      await expectRefused(
        ['run', 'lfc-w1a1', '--params', join(folder, 'none.tar')],
        'FOLDER/none.tar: no such file or folder',
        folder,
      );
    });
  });

  it('refuses an idx file with a wrong magic, and labels of another count', async () => {
    await inTemporaryFolder(async (folder) => {
      const images = join(folder, 'images');
      writeFileSync(
        images,
        Buffer.concat([Buffer.of(0, 0, 9, 3), readFileSync(mnistFile('t10k', 'images')).subarray(4)]),
      );
      await expectRefused(
        ['run', 'lfc-w1a1', '--input', images],
        'FOLDER/images: byte 0: found the magic 00000903, expected 00000803',
        folder,
      );
      const labels = join(folder, 'labels');
      writeFileSync(labels, writeIdx({ shape: [3], data: Uint8Array.of(1, 2, 3) }));
      const good = mnistFile('t10k', 'images');
      await expectRefused(
        ['run', 'lfc-w1a1', '--input', good, '--labels', labels],
        `FOLDER/labels: 3 labels for 10000 images of ${good}`,
        folder,
      );
    });
  });

  it('refuses a queue that is none, and one that is not there', async () => {
    await expectRefused(
      ['worker', '--queue', 'localhost:6379'],
      'found the queue "localhost:6379", allowed: redis://host:port, or rediss:// for TLS',
    );
    await expectRefused(
      ['worker', '--queue', 'redis://user:secret@127.0.0.1:9'],
      'redis://127.0.0.1:9: no connection to Redis (connect ECONNREFUSED 127.0.0.1:9)',
    );
    await expectRefused(['worker'], "required option '--queue <url>' not specified");
  });

  it('refuses pictures of another size', async () => {
    await inTemporaryFolder(async (folder) => {
      const images = join(folder, 'images');
      writeFileSync(images, writeIdx({ shape: [1, 32, 32], data: new Uint8Array(1024) }));
      await expectRefused(
        ['run', 'lfc-w1a1', '--input', images],
        'FOLDER/images: images of 32 x 32, lfc-w1a1 takes 28 x 28',
        folder,
      );
    });
  });

  it('refuses CIFAR files of another size, damaged pictures, and files that are none', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'images');
      const run = ['run', 'cnv-w1a1', '--timing-only', '--input', file];
      writeFileSync(file, new Uint8Array(3072).fill(1));
      await expectRefused(
        run,
        'FOLDER/images: 3072 bytes of CIFAR pictures, allowed: a multiple of 3073 (a class and 32 x 32 x 3 pixels)',
        folder,
      );
      writeFileSync(file, JPEG_FILES[0].bytes.subarray(0, -10));
      await expectRefused(run, 'FOLDER/images: damaged JPEG data: Premature end of JPEG file', folder);
      writeFileSync(file, 'not a picture');
      await expectRefused(run, 'FOLDER/images: neither idx, CIFAR-10 binary, PNG nor JPEG', folder);
    });
  });

  it('refuses a PE that does not divide MH, and unknown keys, at their place', async () => {
    await inTemporaryFolder(async (folder) => {
      const fold = join(folder, 'fold.yaml');
      const overlay = readFileSync(packagePath('sim/fabric/overlays/lfc-w1a1.yaml'), 'utf8');
      writeFileSync(fold, overlay.replace('pe: 16', 'pe: 17'));
      const run = ['run', 'lfc-w1a1', '--timing-only', '--fold', fold];
      await expectRefused(
        run,
        'FOLDER/fold.yaml:10:5: layers.3: L3: PE=17 does not divide MH=64; try 16 or 32',
        folder,
      );
      writeFileSync(fold, overlay.replace('fifos:', 'fifo:'));
      await expectRefused(
        run,
        'FOLDER/fold.yaml:11:1: unknown key fifo, allowed: schema, network, library, boards, source, layers, fifos, widths, lutRam, dsp (did you mean fifos?)',
        folder,
      );
    });
  });

  it('refuses a network file with an unknown key', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'net.yaml');
      const text = readFileSync(packagePath('networks/lfc-w1a1.yaml'), 'utf8');
      writeFileSync(file, text.replace('description:', 'descriptoin:'));
      await expectRefused(
        ['run', file],
        'FOLDER/net.yaml:3:1: unknown key descriptoin, allowed: schema, name, description, dataset, input, output, outputs, parameters, layers (did you mean description?)',
        folder,
      );
    });
  });

  it('refuses a network file whose shapes do not fit together', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'net.yaml');
      const text = readFileSync(packagePath('networks/cnv-w1a1.yaml'), 'utf8');
      writeFileSync(file, text.replace(/(name: pool3\n.*\n {4}kernel:) 2/, '$1 11'));
      await expectRefused(
        ['run', file, '--timing-only'],
        'FOLDER/net.yaml:47:13: layers.5.kernel: found a window of 11 x 11, allowed: at most 10 x 10, the size of L3',
        folder,
      );
    });
  });

  const WORDS: readonly (readonly [string, readonly string[], string])[] = [
    [
      'an unknown network',
      ['run', 'lfc-w1a3'],
      `unknown network lfc-w1a3, allowed: ${networkNames().join(', ')} (did you mean lfc-w1a1?)`,
    ],
    [
      'values of a network that is shipped without weights',
      ['run', 'mobilenet-v1', '--input', 'L0_INPUT.bin'],
      'mobilenet-v1 has no weights: give --params, or --timing-only for cycles alone',
    ],
    [
      'layers that a machine cannot run',
      ['run', 'vgg16', '--board', 'ultra96', '--timing-only', '--quiet'],
      'layer conv1_1: found floatConvolution, allowed: convolution, fullyConnected, maxPool; layers of integers in library finn',
    ],
    [
      'an unknown board',
      ['run', 'lfc-w1a1', '--board', 'ultra69'],
      'unknown board ultra69, allowed: gapuino, kv260, pynq-z1, pynq-z2, ultra96, zcu102, zcu104 (did you mean ultra96?)',
    ],
    [
      'an unknown table',
      ['tables', 'lcf'],
      'unknown table lcf, allowed: lfc, cnv, dorefanet, tinier-yolo, resources, gap8-mobilenet-v1, dpu-mobilenet-v2, dpu-zoo, vgg16 (did you mean lfc?)',
    ],
    [
      'an unknown stream',
      ['run', 'lfc-w1a1', '--fifo', 'inter9=4'],
      'no FIFO inter9 in this pipeline, allowed: memIn, inter0, inter1, inter2, L3.in, L3.out, memOut (did you mean inter0?)',
    ],
    [
      'a depth of zero',
      ['run', 'lfc-w1a1', '--fifo', 'inter0=0'],
      "option '--fifo <name=depth,...>' argument 'inter0=0' is invalid. Found 0, allowed: a whole number from 1 to 1048576.",
    ],
    [
      'a depth that is no number',
      ['run', 'lfc-w1a1', '--fifo', 'inter0=x'],
      "option '--fifo <name=depth,...>' argument 'inter0=x' is invalid. Found x, allowed: a whole number from 1 to 1048576.",
    ],
    [
      'a negative number of images',
      ['run', 'lfc-w1a1', '--images', '-3'],
      "option '--images <n>' argument '-3' is invalid. Found -3, allowed: a whole number from 1 to 100000000.",
    ],
    [
      'more images than there are',
      ['run', 'lfc-w1a1', '--images', '10001'],
      '--images 10001, allowed: at most 10000, the images that there are',
    ],
    [
      'an unknown engine',
      ['run', 'lfc-w1a1', '--engine', 'warp'],
      "option '--engine <engine>' argument 'warp' is invalid. Allowed choices are event, tick, analytic.",
    ],
    ['an unknown option', ['run', 'lfc-w1a1', '--bord', 'ultra96'], "unknown option '--bord' (Did you mean --board?)"],
    ['an unknown command', ['rnu'], "unknown command 'rnu' (Did you mean run?)"],
    ['a missing argument', ['run'], "missing required argument 'network'"],
    [
      'an unknown stream to trace',
      ['run', 'lfc-w1a1', '--timing-only', '--images', '1', '--vcd', 'x.vcd', '--trace-streams', 'nope'],
      'no stream nope in this pipeline, allowed: memIn, inter0, inter1, inter2, L3.in, L3.out, memOut',
    ],
    [
      'a network without weights',
      ['run', 'cnv-w1a1'],
      'cnv-w1a1 has no weights: give --params, or --timing-only for cycles alone',
    ],
    ['labels without pictures', ['run', 'lfc-w1a1', '--labels', 'x'], '--labels needs --input'],
    [
      'an output that cannot be written',
      ['run', 'lfc-w1a1', '--images', '1', '--json', 'none/run.json'],
      'none/run.json: no such file or folder',
    ],
  ];
  for (const [what, args, line] of WORDS) {
    it(`refuses ${what}`, async () => {
      await expectRefused(args, line);
    });
  }

  it('leaves no partial file behind when the disk is full', async function () {
    if (!existsSync('/dev/full')) this.skip();
    await inTemporaryFolder(async (folder) => {
      await expectRefused(['run', 'lfc-w1a1', '--images', '1', '--json', '/dev/full'], '/dev/full: not a regular file');
      expect(readdirSync(folder)).to.deep.equal([]);
    });
  });

  for (const args of [
    ['run', 'mobilenet-v1', '--timing-only'],
    ['run', 'mobilenet-v1', '--timing-only', '--json', '-'],
    ['tables', 'gap8-mobilenet-v1'],
  ]) {
    it(`says in one line that the disk is full behind the stdout of ${args.join(' ')}`, async function () {
      if (!existsSync('/dev/full')) this.skip();
      const { code, stderr } = await qcycleInto('/dev/full', args);
      expect([code, stderr]).to.deep.equal([2, 'qcycle: stdout: the disk is full\n']);
    });
  }

  it('takes a reader of its output that goes away for no error', async () => {
    const child = startQcycle(['networks', '--json', '-']);
    child.stdout.destroy();
    const { code, stderr } = await finished(child);
    expect([code, stderr]).to.deep.equal([0, '']);
  });
});
