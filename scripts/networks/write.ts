import { writeFileSync } from 'node:fs';
import { packagePath } from '../../sim/core/package-root.js';
import { toYaml } from './to-yaml.js';
import { ZOO } from './zoo.js';

for (const network of ZOO) writeFileSync(packagePath(`networks/${network.name}.yaml`), toYaml(network));
