import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { packagePath } from '../../sim/core/package-root.js';
import { runNode } from '../helpers/qcycle.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

interface Example {
  readonly code: string;
  /** What it prints; undefined where the text does not show it. */
  readonly printed: string | undefined;
}

const MARK = '--- end of example ---';

/** The TypeScript blocks of a text, each with the text block that may follow it. */
function examplesOf(markdown: string): Example[] {
  const blocks = [...markdown.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  return blocks.flatMap(([, language, code], index) => {
    if (language !== 'ts') return [];
    const next = blocks[index + 1];
    return [{ code, printed: next?.[1] === 'text' ? next[2].trim() : undefined }];
  });
}

/** `…` stands for any characters of a line. */
function pattern(printed: string): RegExp {
  const escaped = printed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('…', '[^\\n]*')}$`);
}

describe('the examples', () => {
  for (const file of [
    'README.md',
    'docs/tutorials/lfc.md',
    'docs/tutorials/dorefanet.md',
    'docs/tutorials/dpu-pruning.md',
  ]) {
    it(`in ${file} run one after the other and print what stands there`, async function () {
      this.timeout(60_000);
      const examples = examplesOf(readFileSync(packagePath(file), 'utf8'));
      expect(examples).not.to.be.empty;
      const api = pathToFileURL(packagePath('sim/index.ts')).href;
      const script = examples.map(({ code }) => `${code}\nconsole.log('${MARK}');\n`).join('\n');
      await inTemporaryFolder(async (folder) => {
        const path = join(folder, 'examples.mts');
        writeFileSync(path, script.replaceAll("from 'qcycle'", `from '${api}'`));
        const { code, stdout, stderr } = await runNode(['--import', 'tsx', path]);
        expect(stderr).to.equal('');
        expect(code).to.equal(0);
        const outputs = stdout.split(MARK).slice(0, -1);
        examples.forEach(({ printed }, index) => {
          if (printed !== undefined) expect(outputs[index].trim()).to.match(pattern(printed));
        });
      });
    });
  }
});
