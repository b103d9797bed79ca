import { writeFileWhole } from '../sim/core/input/write-file.js';
import { packagePath } from '../sim/core/package-root.js';
import { gap8ClusterTiming } from '../sim/gap8/cores/timing.js';
import { deriveCosts } from '../sim/gap8/kernels/derive-costs.js';
import { costsYaml } from '../sim/gap8/kernels/derived-costs-file.js';

await writeFileWhole(packagePath('sim/gap8/kernels/costs.yaml'), costsYaml(deriveCosts(gap8ClusterTiming())));
