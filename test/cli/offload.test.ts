import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type FeatureMapFormat, packFeatureMap, readFeatureMaps } from '../../sim/nn/data/feature-map.js';
import { readNpy, writeNpy } from '../../sim/nn/data/npy.js';
import { readPicture } from '../../sim/nn/data/read-picture.js';
import { loadNamedNetwork } from '../../sim/nn/index.js';
import { mapFormats, OFFLOAD_NETWORKS, offloadData, testImage } from '../helpers/offload.js';
import { qcycle } from '../helpers/qcycle.js';
import { sharedData } from '../helpers/shared-data.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const [DOREFANET, TINIER_YOLO] = OFFLOAD_NETWORKS;
const PHOTO = 'n07920052_4';

/** `run` on one of the networks with its published parameters. */
function runOffloaded(test: Mocha.Context, { name, parameters }: (typeof OFFLOAD_NETWORKS)[number], ...args: string[]) {
  return qcycle(['run', name, '--params', offloadData(test, parameters), ...args]);
}

/** Expects exit code 2, nothing on stdout and exactly this one line on stderr. */
async function expectRefused(finished: ReturnType<typeof qcycle>, line: string): Promise<void> {
  const { code, stdout, stderr } = await finished;
  expect(stderr).to.equal(`qcycle: ${line}\n`);
  expect(stdout).to.equal('');
  expect(code).to.equal(2);
}

/** Fully connected layers that tell 1000 classes apart: those of which the number is larger are likelier. */
function writeFullyConnected(folder: string): string {
  const path = join(folder, 'fc');
  mkdirSync(path);
  const write = (name: string, shape: number[], value: (index: number) => number) => {
    const length = shape.reduce((product, size) => product * size);
    const data = Float32Array.from({ length }, (_, index) => value(index));
    writeFileSync(join(path, `${name}.npy`), writeNpy({ shape, data }));
  };
  write('fc0-Wn', [9216, 1], () => 0);
  write('fc0-bn', [1], () => 1);
  write('fc1-Wn', [1, 1], () => 1);
  write('fc1-bn', [1], () => 0);
  write('fct-W', [1, 1000], (index) => index * Math.log(2));
  return path;
}

describe('qcycle run on the offload engine', function () {
  this.timeout(60_000);

  it("runs the original's layers file with the parameters that it names", async function () {
    const input = offloadData(this, 'Test_image/dorefanet/input.bin');
    const layers = offloadData(this, 'dorefanet-layers.json');
    const { code, stdout } = await qcycle(['run', layers, '--input', input, '--scores', '--json', '-']);
    expect(code).to.equal(0);
    const { output } = mapFormats(loadNamedNetwork('dorefanet'), DOREFANET);
    const expected = testImage(this, DOREFANET, 'verification');
    const { scores } = JSON.parse(stdout);
    expect(Buffer.compare(packFeatureMap(Uint8Array.from(scores[0]), output, 'padded'), expected)).to.equal(0);
  });

  for (const offloaded of OFFLOAD_NETWORKS) {
    it(`gives the published output of ${offloaded.name} for the published input, byte for byte`, function () {
      const input = offloadData(this, `Test_image/${offloaded.name}/input.bin`);
      const network = loadNamedNetwork(offloaded.name);
      const convolutions = network.layers.flatMap(({ op, name }) => (op === 'convolution' ? [name] : []));
      return inTemporaryFolder(async (folder) => {
        const { code } = await runOffloaded(this, offloaded, '--input', input, '--dump-layers', folder, '--quiet');
        expect(code).to.equal(0);
        expect(readdirSync(folder).sort()).to.deep.equal(convolutions.map((name) => `${name}.npy`));
        const file = join(folder, `${convolutions.at(-1)}.npy`);
        const { shape, data } = readNpy(readFileSync(file), file);
        const { output } = mapFormats(network, offloaded);
        expect(shape).to.deep.equal(output.shape);
        const packed = packFeatureMap(Uint8Array.from(data), output, 'padded');
        expect(Buffer.compare(packed, testImage(this, offloaded, 'verification'))).to.equal(0);
      });
    });
  }

  it("takes a photo through DoReFaNet's first layer and the offloaded ones, with the codes of the original", function () {
    const photo = offloadData(this, `imagenet-samples/${PHOTO}.jpg`);
    const packed = offloadData(this, `conv0-codes/${PHOTO}.conv0.bin`);
    const { input, output } = mapFormats(loadNamedNetwork('dorefanet'), DOREFANET);
    return inTemporaryFolder(async (folder) => {
      const args = ['--input', photo, '--dump-layers', folder, '--quiet'];
      expect((await runOffloaded(this, DOREFANET, ...args)).code).to.equal(0);
      const codesIn = (file: string, format: FeatureMapFormat) => readFeatureMaps(readFileSync(file), file, format);
      const first = codesIn(join(folder, 'conv0.npy'), input);
      expect(Buffer.compare(first, codesIn(packed, input))).to.equal(0);
      const last = codesIn(join(folder, 'conv4.npy'), output);
      expect(
        Buffer.compare(packFeatureMap(last, output, 'padded'), testImage(this, DOREFANET, 'verification')),
      ).to.equal(0);
    });
  });

  it('tells the most probable classes where the fully connected layers are given', function () {
    const photo = offloadData(this, `imagenet-samples/${PHOTO}.jpg`);
    return inTemporaryFolder(async (folder) => {
      const args = ['--input', photo, photo, '--fc', writeFullyConnected(folder)];
      const json = join(folder, 'run.json');
      const { code, stdout } = await runOffloaded(this, DOREFANET, ...args, '--json', json);
      expect(code).to.equal(0);
      expect(stdout.trimEnd().split('\n').slice(-2)).to.deep.equal(
        [1, 2].map(
          (image) =>
            `image ${image}: toilet tissue 50.00 %, ear 25.00 %, bolete 12.50 %, hen-of-the-woods 6.25 %, earthstar 3.13 %`,
        ),
      );
      const { predictions, topClasses } = JSON.parse(readFileSync(json, 'utf8'));
      expect(predictions).to.deep.equal([999, 999]);
      expect(topClasses[1][0]).to.include({ index: 999, synset: 'n15075141' });
    });
  });

  it('draws the objects that Tinier-YOLO finds on the photo', function () {
    const photo = sharedData(this, 'bnn-pynq/pictures/car.png');
    return inTemporaryFolder(async (folder) => {
      const [json, boxes] = [join(folder, 'run.json'), join(folder, 'boxes.png')];
      const { code, stdout } = await runOffloaded(
        this,
        TINIER_YOLO,
        '--input',
        photo,
        '--boxes',
        boxes,
        '--json',
        json,
      );
      expect(code).to.equal(0);
      const [[{ label, score }]] = JSON.parse(readFileSync(json, 'utf8')).detections;
      expect(label).to.equal('car');
      expect(stdout).to.include(`\nimage 1: car ${(100 * score).toFixed(0)} %`);
      const [before, after] = await Promise.all([photo, boxes].map((file) => readPicture(readFileSync(file), file)));
      expect([after.width, after.height]).to.deep.equal([before.width, before.height]);
      expect(Buffer.compare(after.data, before.data)).not.to.equal(0);
    });
  });

  it('tells the objects of each image where the parameters of the last layer are there', function () {
    const inputs = [
      offloadData(this, 'Test_image/tinier-yolo/input.bin'),
      sharedData(this, 'bnn-pynq/pictures/car.png'),
    ];
    return inTemporaryFolder(async (folder) => {
      const json = join(folder, 'run.json');
      const { code, stdout } = await runOffloaded(this, TINIER_YOLO, '--input', ...inputs, '--json', json);
      expect(code).to.equal(0);
      expect(stdout.trimEnd().split('\n').slice(-2)).to.deep.equal([
        'image 1: horse 89 %, horse 72 %, cow 53 %, horse 48 %',
        'image 2: car 88 %',
      ]);
      const { detections } = JSON.parse(readFileSync(json, 'utf8'));
      expect(detections).to.have.length(2);
      for (const { box } of detections[0]) expect(Math.max(box.x, box.y)).to.be.below(416);
      expect(detections[1][0].box.width).to.be.above(416);
    });
  });

  it('says why there are no predictions', async function () {
    const input = offloadData(this, 'Test_image/dorefanet/input.bin');
    const { code, stderr } = await runOffloaded(this, DOREFANET, '--input', input, '--predictions');
    expect(stderr).to.equal(
      '--predictions: dorefanet gives feature maps, no classes; those of DoReFaNet come with --fc\n',
    );
    expect(code).to.equal(0);
  });

  describe('refuses', () => {
    it('to draw over the photo, or a file that is not named PNG', function () {
      const photo = sharedData(this, 'bnn-pynq/pictures/car.png');
      return inTemporaryFolder(async (folder) => {
        const copy = join(folder, 'car.png');
        copyFileSync(photo, copy);
        const draw = (file: string) => runOffloaded(this, TINIER_YOLO, '--input', copy, '--boxes', file);
        await expectRefused(draw(copy), `${copy}: --boxes would replace the photo that --input names`);
        const jpeg = 'boxes.jpg';
        await expectRefused(draw(jpeg), '--boxes writes PNG, found boxes.jpg, allowed: names that end in .png');
        expect(Buffer.compare(readFileSync(copy), readFileSync(photo))).to.equal(0);
      });
    });

    it('a folder for software or dumps that is none', function () {
      const input = offloadData(this, 'Test_image/dorefanet/input.bin');
      const run = (...args: string[]) => runOffloaded(this, DOREFANET, '--input', input, ...args);
      return inTemporaryFolder(async (folder) => {
        const [file, none] = [join(folder, 'file'), join(folder, 'none')];
        writeFileSync(file, '');
        await expectRefused(run('--software', none), `${none}: no such file or folder`);
        await expectRefused(run('--dump-layers', file), `${file}: a file, expected a folder`);
      });
    });

    it('a feature map of another size or shape', function () {
      return inTemporaryFolder(async (folder) => {
        const [bin, npy] = [join(folder, 'map.bin'), join(folder, 'map.npy')];
        writeFileSync(bin, new Uint8Array(1000));
        writeFileSync(npy, writeNpy({ shape: [54, 54, 3], data: new Uint8Array(54 * 54 * 3) }));
        await expectRefused(
          runOffloaded(this, DOREFANET, '--input', bin),
          `${bin}: 1000 bytes, allowed: 49572, 69984, 279936 (54 x 54 pixels of 17, 24, 96 bytes; after 279936 bytes others may follow)`,
        );
        await expectRefused(
          runOffloaded(this, DOREFANET, '--input', npy),
          `${npy}: found an array of 54 x 54 x 3, expected 54 x 54 x 68 (height, width, channels), or several such maps`,
        );
      });
    });

    it('a photo without the parameters of the first layer', function () {
      const photo = offloadData(this, `imagenet-samples/${PHOTO}.jpg`);
      return inTemporaryFolder(async (folder) => {
        await expectRefused(
          runOffloaded(this, DOREFANET, '--input', photo, '--software', folder),
          `${folder}/dorefanet-conv0-W.npy: no such file or folder: give --software <folder> with the parameters of the layers in software`,
        );
        await expectRefused(
          qcycle(['run', 'dorefanet', '--timing-only', '--input', photo]),
          "dorefanet takes a picture only with the first layer's parameters: give --software <folder>",
        );
      });
    });

    it('a folding and streams, which pipelines have', async () => {
      for (const [option, value] of [
        ['fold', 'fold.yaml'],
        ['fifo', 'inter0=8'],
        ['library', 'finn'],
      ]) {
        await expectRefused(
          qcycle(['run', 'dorefanet', '--timing-only', `--${option}`, value]),
          `--${option} is for pipelines; dorefanet runs on the offload engine w1a2`,
        );
      }
    });

    it('truncated and missing parameters', function () {
      const input = offloadData(this, 'Test_image/dorefanet/input.bin');
      const bytes = readFileSync(offloadData(this, DOREFANET.parameters));
      return inTemporaryFolder(async (folder) => {
        const params = join(folder, 'params.tar');
        for (const size of [1000, bytes.length / 2]) {
          writeFileSync(params, bytes.subarray(0, size));
          const { code, stderr } = await qcycle(['run', 'dorefanet', '--params', params, '--input', input]);
          expect(stderr).to.match(/^qcycle: .*params\.tar.*\n$/);
          expect(code).to.equal(2);
        }
        await expectRefused(
          qcycle(['run', 'dorefanet', '--input', input]),
          'dorefanet has no weights: give --params, or --timing-only for cycles alone',
        );
      });
    });

    it('layers in software that the network does not have, or without their parameters', function () {
      const input = offloadData(this, 'Test_image/dorefanet/input.bin');
      const run = (...args: string[]) => runOffloaded(this, DOREFANET, '--input', input, ...args);
      return inTemporaryFolder(async (folder) => {
        await expectRefused(run('--fc', folder), `${folder}/fc0-Wn.npy: no such file or folder`);
        await expectRefused(run('--boxes', 'boxes.png'), 'dorefanet finds no objects, only tinier-yolo does');
        await expectRefused(run('--boxes', 'boxes.png', '--fc', folder), '--fc and --boxes are for different networks');
        const timing = ['run', 'tinier-yolo', '--timing-only'];
        await expectRefused(qcycle([...timing, '--fc', folder]), '--fc needs values, so no --timing-only');
        const yolo = offloadData(this, 'Test_image/tinier-yolo/input.bin');
        await expectRefused(
          runOffloaded(this, TINIER_YOLO, '--input', yolo, '--fc', folder),
          'tinier-yolo has no fully connected layers behind, only dorefanet has',
        );
        await expectRefused(
          runOffloaded(this, TINIER_YOLO, '--input', yolo, '--boxes', join(folder, 'boxes.png'), '--software', folder),
          `${folder}/tinier-yolo-conv8-W.npy: no such file or folder: give --software <folder> with the parameters of the layers in software`,
        );
        await expectRefused(
          runOffloaded(this, TINIER_YOLO, '--input', yolo, yolo, '--boxes', join(folder, 'boxes.png')),
          '--boxes draws on one photo, found 2 files of --input',
        );
        await expectRefused(
          runOffloaded(this, TINIER_YOLO, '--input', yolo, '--boxes', join(folder, 'boxes.png')),
          `${yolo}: neither a PNG nor a JPEG file`,
        );
      });
    });
  });
});
