import { openDevice } from '../../sim/drivers/devices/open-device.js';
import { deviceFrom } from '../helpers/devices.js';
import { requirePython } from '../helpers/python.js';
import { SshServer } from '../helpers/ssh-server.js';
import { describeDevice } from './suite.js';

describeDevice('sim', () => openDevice('sim'));
describeDevice('replay', () => openDevice('replay'));

describe('behind an OpenSSH server', () => {
  let server: SshServer;
  let python: string;
  before(async function () {
    python = requirePython(this);
    server = await SshServer.start(this);
  });
  after(() => server?.end());

  describeDevice('lab', () => deviceFrom({ kind: 'reference', ssh: server.address(), python: [python] }));
});
