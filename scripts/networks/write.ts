import { writeFileSync } from 'node:fs';
import { packagePath } from '../../sim/core/package-root.js';
import { PRUNED } from './pruned.js';
import { toYaml } from './to-yaml.js';
import { ZOO } from './zoo.js';

const write = (name: string, text: string) => writeFileSync(packagePath(`networks/${name}.yaml`), text);

for (const network of ZOO) write(network.name, toYaml(network));
write(PRUNED.name, PRUNED.text());
