import { readFileSync } from 'node:fs';
import { compileGap8 } from '/work/wt-gap8/sim/gap8/compile.js';
import { parseGap8Layers } from '/work/wt-gap8/sim/gap8/layers-file.js';
import { parseSchedule } from '/work/wt-gap8/sim/gap8/schedule-file.js';
import { layerMemories } from '/work/wt-gap8/sim/gap8/budgets.js';
import { eventLines, publishedEvents } from '/work/wt-gap8/test/helpers/gap8-events.js';
const d='/work/wt-gap8/sim/gap8/';
const net=parseGap8Layers(readFileSync(d+'networks/mobilenet-v1.yaml','utf8'),'n');
const s=parseSchedule(readFileSync(d+'schedules/published-mobilenet-v1.yaml','utf8'),'s',net,{l1Bytes:50000,l2Bytes:350000});
const own=eventLines(compileGap8(net,s));
const pub=publishedEvents(readFileSync('/tmp/ev.txt','utf8'));
console.log(own.length,pub.length);
for(let i=0;i<pub.length;i++) if(own[i]!==pub[i]){console.log(i,'own',own.slice(i-3,i+6),'pub',pub.slice(i-3,i+6));break;}
console.log(layerMemories(s,net).map((m,i)=>`${i}:${m.l1Bytes}/${m.l2Bytes}`).join(' '));
import { writeFileSync } from 'node:fs';
