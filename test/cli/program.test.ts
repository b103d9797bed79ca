import { expect } from 'chai';
import { createProgram } from '../../sim/cli/program.js';

describe('the command line', () => {
  it('has every command alone under the name that the help has', async () => {
    const { commands } = await createProgram();
    expect(commands.length).to.be.above(10);
    for (const name of commands.map((command) => command.name())) {
      const alone = await createProgram(name);
      expect(alone.commands.map((command) => command.name())).to.deep.equal([name]);
    }
  });

  it('has all commands where an unknown one is asked for, or a name that every object has', async () => {
    const all = (await createProgram()).commands.length;
    for (const name of ['rnu', 'toString', '--help', '']) {
      expect((await createProgram(name)).commands).to.have.length(all);
    }
  });
});
