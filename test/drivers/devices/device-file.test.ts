import { homedir } from 'node:os';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseDevices } from '../../../sim/drivers/devices/device-file.js';
import { openDevice } from '../../../sim/drivers/devices/open-device.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';

const HOST_KEY = `SHA256:${'A'.repeat(43)}`;
const fileOf = (entry: string) => `schema: qcycle.devices/1\ndevices:\n  lab: ${entry}\n`;
const parse = (entry: string) => parseDevices(fileOf(entry), '/etc/lab/devices.yaml').get('lab')!;
const problemOf = (entry: string) => inputErrorOf(() => parse(entry));
const ssh = (fields: string) => `{ kind: reference, ssh: { host: board, user: xilinx, ${fields} } }`;

describe('parseDevices', () => {
  it('reads a board of each family, with the usual times', () => {
    expect(
      parse(`{ kind: pynq, board: pynq-z1, ssh: { host: 192.0.2.7, user: root, hostKey: "${HOST_KEY}" } }`),
    ).to.deep.include({
      clock: 'fclk0_mhz',
      python: ['python3'],
      silenceSeconds: 30,
      retries: 2,
    });
    expect(parse('{ kind: gap8, board: gapuino, folder: /sdk/app }')).to.include({ platform: 'board' });
    const dpu = parse(
      '{ kind: dpu, board: zcu102, folder: target_zcu102, images: 5000, models: { mobilenet-v2: a.xmodel } }',
    );
    expect(dpu).to.deep.include({ models: { 'mobilenet-v2': '/etc/lab/a.xmodel' }, imageFolder: 'images' });
  });

  it('finds keys beside the file, or at home', () => {
    expect(parse(ssh('key: keys/lab'))).to.have.nested.property('ssh.key', '/etc/lab/keys/lab');
    expect(parse(ssh('key: ~/.ssh/lab'))).to.have.nested.property('ssh.key', `${homedir()}/.ssh/lab`);
  });

  it('finds the application of a device here as it finds other files here', () => {
    const gap8 = (more: string) => parse(`{ kind: gap8, board: gapuino, folder: ~/app, setUp: sdk/gapuino.sh${more} }`);
    expect(gap8('')).to.include({ folder: `${homedir()}/app`, setUp: '/etc/lab/sdk/gapuino.sh' });
    expect(gap8(', ssh: { host: lab, user: me }')).to.include({ folder: '~/app', setUp: 'sdk/gapuino.sh' });
    const dpu = '{ kind: dpu, board: zcu102, folder: target, images: 5000, models: {}';
    expect(parse(`${dpu} }`)).to.include({ folder: '/etc/lab/target' });
    expect(parse(`${dpu}, ssh: { host: lab, user: me } }`)).to.include({ folder: 'target' });
  });

  it('has no place for a password, and takes no words that an option could hide in', () => {
    const at = /^\/etc\/lab\/devices.yaml:3:\d+: /;
    expect(problemOf(ssh('password: secret')))
      .to.match(at)
      .and.contain('unknown key password');
    expect(problemOf('{ kind: reference, ssh: { host: "-oProxyCommand=x y", user: a } }')).to.contain('a host name');
    expect(problemOf('{ kind: reference, ssh: { host: a, user: "-l" } }')).to.contain('the name of a user');
    expect(problemOf(ssh('hostKey: "MD5:12"'))).to.match(at);
    expect(problemOf('{ kind: pynk, board: x }')).to.contain('did you mean pynq?');
  });

  it('keeps the names that always are there', () => {
    const file = 'schema: qcycle.devices/1\ndevices: { sim: { kind: reference } }';
    expect(inputErrorOf(() => parseDevices(file, 'd.yaml'))).to.equal(
      'd.yaml: the name sim is taken, it always is there',
    );
  });

  it('takes any text, or says what is wrong with it', () => {
    const text = fileOf(ssh(`hostKey: "${HOST_KEY}"`));
    const mutated = fc
      .tuple(fc.nat(text.length - 1), fc.nat(10), fc.string({ maxLength: 8 }))
      .map(([from, length, put]) => {
        return text.slice(0, from) + put + text.slice(from + length);
      });
    fc.assert(fc.property(mutated, (each) => expectOnlyInputErrors(() => parseDevices(each, 'd.yaml'))));
  });
});

describe('openDevice', () => {
  it('names the devices that there are', () => {
    expect(inputErrorOf(() => openDevice('sin'))).to.match(
      /^unknown device sin, allowed: sim, rtl, replay.*did you mean sim\?/,
    );
    expect(inputErrorOf(() => openDevice('lab', '/nowhere.yaml'))).to.equal('/nowhere.yaml: no such file or folder');
  });
});
