import { readFileSync } from 'node:fs';
import { compileGap8 } from '../sim/gap8/compile.js';
import { parseGap8Layers } from '../sim/gap8/layers-file.js';
import { parseSchedule } from '../sim/gap8/schedule-file.js';
import { replay } from '../sim/gap8/replay.js';
import { callOf, type Fork } from '../sim/gap8/fork.js';
import { KernelCosts } from '../sim/gap8/kernels/measure-kernel.js';
import { gap8ClusterTiming } from '../sim/gap8/cores/timing.js';
const d='sim/gap8/';
const net=parseGap8Layers(readFileSync(d+'networks/mobilenet-v1.yaml','utf8'),'n');
const s=parseSchedule(readFileSync(d+'schedules/published-mobilenet-v1.yaml','utf8'),'s',net,{l1Bytes:50000,l2Bytes:350000});
const prog=compileGap8(net,s);
const meas=[...readFileSync('traces/gap8-mobilenet-v1.yaml','utf8').matchAll(/layer: layer(\d+), measured: \{ cycles: (\d+)/g)].map(m=>+m[2]);
const costs=new KernelCosts(gap8ClusterTiming());
const t0=performance.now();
const derived=new Map<string,any>();
const keyOf=(f:Fork)=>JSON.stringify(f);
const keyed=new Map<Fork,any>();
for(const l of prog.layers) for(const i of l.window) if(i.op==='fork'){const k=keyOf(i.fork);let c=derived.get(k);if(!c){c=costs.measure(callOf(i.fork));derived.set(k,c);}keyed.set(i.fork,c);}
console.log('derive ms',performance.now()-t0,derived.size);
type P=Record<string,number>;
const hr=(p:P)=>({requestCycles:p.req,startCycles:p.start,lineCycles:p.line,burstCycles:p.burst,burstBytes:512,byteCycles:3,notifyCycles:p.notify});
const ceil8=(n:number)=>Math.ceil(n/8);
function win(t:any,stride:number){const ow=Math.floor((t.width+t.padLeft+t.padRight-3)/stride)+1, oh=Math.floor((t.height+t.padTop+t.padBottom-3)/stride)+1;
 const ic=(side:number,before:number)=>Math.max(0,Math.floor((side-before*(stride-1)-3)/stride)+1);
 return {ow,oh,cols:ic(t.width,t.padLeft),rows:ic(t.height,t.padTop)};}
export function kernelDerivedPlus(p:P){return (f:Fork)=>{const c=keyed.get(f);
 if(f.kernel==='pointwise'){const px=f.tile.pixels;return Math.round(c.cycles-c.gatherCycles+p.gather*c.gatherBytes+(p.pixel??0)*px+(p.row??0)*px*ceil8(f.tile.outChannels));}
 if(f.kernel==='depthwise'){return Math.round(c.cycles*(p.dw??1));}
 if(f.kernel==='averagePool')return Math.round(c.cycles*(p.pool??1));
 return c.cycles;}}
export function kernelFacts(p:P){return (f:Fork)=>{
 switch(f.kernel){
 case 'pointwise':{const {inChannels:K,outChannels:M,pixels}=f.tile;const l=ceil8(M);return Math.round(pixels*(K/8*p.gather+l*(K/8*8+p.row)+p.pixel));}
 case 'depthwise':{const t=f.tile;const w=win(t,t.stride);const border=w.ow*w.oh-w.cols*w.rows;return Math.round(ceil8(t.channels)*(p.chan+w.cols*(p.col+w.rows*(p.out+(t.stride===2?1:0)))+border*p.border));}
 case 'convolution':{const t=f.tile;const w=win(t,2);const border=w.ow*w.oh-w.cols*w.rows;return Math.round(ceil8(t.outChannels)*t.inChannels*(p.chan+w.cols*(p.col+w.rows*(p.out+p.conv))+border*p.border));}
 case 'rescale': return Math.round(ceil8(f.tile.channels)*f.tile.plane*p.rescale);
 case 'bias': return ceil8(f.tile.channels)*f.tile.plane;
 case 'averagePool': return Math.round(ceil8(f.tile.channels)*f.tile.rows*f.tile.columns*p.pool);
 case 'fullyConnected': return Math.round(ceil8(f.tile.outputs)*(f.tile.inputs/8*8+24));
 }}}
export function run(p:P,kernel:(p:P)=>(f:Fork)=>number){
 const t=replay(prog,{hyperRam:hr(p),dma:{startCycles:p.dma??60,lineCycles:p.dmaLine??2,byteCycles:0.75},forkCycles:p.fork,kernelCycles:kernel(p)});
 return t;}
export function errs(p:P,kernel:any){return run(p,kernel).map((t,i)=>(t.to-t.from)/meas[i]-1);}
const show=(n:string,p:P,k:any)=>{const t=run(p,k);const e=t.map((x,i)=>(x.to-x.from)/meas[i]-1);const tot=t.reduce((a,x)=>a+x.to-x.from,0)/meas.reduce((a,b)=>a+b)-1;
 console.log(n,'MAPE',(100*e.reduce((a,x)=>a+Math.abs(x),0)/29).toFixed(2),'tot',(100*tot).toFixed(2),'max',(100*Math.max(...e.map(Math.abs))).toFixed(1));
 console.log('  '+e.map((x,i)=>`${i}:${(100*x).toFixed(1)}`).join(' '));};
const facts:P={req:1500,line:970,burst:684,start:1010,notify:1550,gather:7.7,row:24,pixel:78,chan:60,col:26,out:6.4,border:30,rescale:4.9,conv:2,fork:537,pool:5.4};
show('facts',facts,kernelFacts);
const hrF={req:1500,line:970,burst:684,start:1010,notify:1550,fork:537};
show('derived',{...hrF,gather:0},(p:P)=>(f:Fork)=>keyed.get(f).cycles);
show('derived+gather',{...hrF,gather:7.7},kernelDerivedPlus);
export function fit(names:string[],p0:P,kernel:any,idx?:number[]):P{
 // coordinate pattern search on sum of |e|^1.? robust
 const use=idx??[...Array(29).keys()];
 const cost=(p:P)=>{const e=errs(p,kernel);return use.reduce((a,i)=>a+e[i]*e[i],0);};
 let p={...p0},c=cost(p);let step=Object.fromEntries(names.map(n=>[n,0.1]));
 for(let it=0;it<60;it++){let imp=false;for(const n of names){for(const sgn of [1,-1]){const q={...p,[n]:p[n]*(1+sgn*step[n])};const cq=cost(q);if(cq<c){p=q;c=cq;imp=true;step[n]*=1.3;break;}else if(sgn===-1)step[n]*=0.5;}}
  if(!imp&&Math.max(...Object.values(step))<1e-4)break;}
 return p;}
export function kernelFormula(p:P){return (f:Fork)=>{
 switch(f.kernel){
 case 'pointwise':{const {inChannels:K,outChannels:M,pixels}=f.tile;const l=ceil8(M);return Math.round(pixels*((Math.ceil(K/8)-1)*p.gather+l*(Math.ceil(K/8)*8+28.59)+p.pixel));}
 case 'depthwise':{const t=f.tile;const w=win(t,t.stride);const border=w.ow*w.oh-w.cols*w.rows;const [o,c,ch,b]=t.stride===1?[8.87,8.94,81.5,26.49]:[9.69,9.75,24.75,26.68];return Math.round(ceil8(t.channels)*(ch+w.cols*(c+w.rows*o)+border*b));}
 case 'convolution':{const t=f.tile;const w=win(t,2);return Math.round(ceil8(t.outChannels)*t.inChannels*w.ow*w.oh*16.75);}
 case 'rescale': return Math.round(ceil8(f.tile.channels)*f.tile.plane*5.25);
 case 'bias': return ceil8(f.tile.channels)*f.tile.plane;
 case 'averagePool': return Math.round(ceil8(f.tile.channels)*f.tile.rows*f.tile.columns*p.pool);
 case 'fullyConnected': return Math.round(ceil8(f.tile.outputs)*(f.tile.inputs/8*8+28.59));
 }}}
show('formula derived',{...hrF,gather:4.84,pixel:40.77,pool:3.76},kernelFormula);
{const k=kernelFormula({gather:4.84,pixel:40.77,pool:3.76});const w:Record<string,number[]>={};for(const [f,c] of keyed){(w[f.kernel+(f.tile as any).stride]??=[]).push(k(f)/c.cycles-1);}for(const [n,e] of Object.entries(w))console.log(n,'min',(100*Math.min(...e)).toFixed(1),'max',(100*Math.max(...e)).toFixed(1));}

const groups=[[0],[1,5],[2,4,6,8,10],[3,7,11],[9],[12,14,16,18,20,22],[13,15,17,19,21],[23],[24],[25],[26],[27],[28]];
function cv(names:string[],p:P,k:any){let sum=0;const out=[];for(const g of groups){const idx=[...Array(29).keys()].filter(i=>!g.includes(i));const q=fit(names,p,k,idx);const e=errs(q,k);for(const i of g){out[i]=(100*e[i]).toFixed(1);sum+=Math.abs(e[i]);}}console.log('  CV',(100*sum/29).toFixed(2),out.map((x,i)=>i+':'+x).join(' '));}
const base={...hrF,gather:7,pixel:60,pool:3.76,dma:60,dmaLine:4};
if(process.argv[2]==='fit')for(const names of [['line','burst','start','fork','gather','pixel','dmaLine'],['line','burst','start','fork','gather','pixel','dmaLine','dma'],['line','burst','start','fork','gather','pixel','dmaLine','req','notify'],['line','burst','start','fork','gather','dmaLine']]){
 const b={...base,pixel:names.includes('pixel')?60:40.77};
 const p=fit(names,b,kernelFormula);console.log(Object.entries(p).map(([k,v])=>k+'='+v.toFixed(1)).join(' '));show('fit',p,kernelFormula);cv(names,p,kernelFormula);}
{const k=kernelFormula({gather:4.84,pixel:40.77,pool:3.76});const seen=new Set();for(const [f,c] of keyed){const key=keyOf(f);if(seen.has(key)||f.kernel==='pointwise')continue;seen.add(key);console.log(key,c.cycles,k(f),(100*(k(f)/c.cycles-1)).toFixed(1));}
for(const [f,c] of keyed){const key=keyOf({...f,tile:{...f.tile,outFirst:0}} as any);if(seen.has(key)||f.kernel!=='pointwise')continue;seen.add(key);const p=k(f);const t=f.tile;console.log(key,c.cycles,p,(100*(p/c.cycles-1)).toFixed(1),'nogather',c.cycles-c.gatherCycles,Math.round(p-t.pixels*(Math.ceil(t.inChannels/8)-1)*4.84));}}
export function solve(A:number[][],b:number[]){const n=b.length;const M=A.map((r,i)=>[...r,b[i]]);for(let i=0;i<n;i++){let p=i;for(let j=i+1;j<n;j++)if(Math.abs(M[j][i])>Math.abs(M[p][i]))p=j;[M[i],M[p]]=[M[p],M[i]];for(let j=0;j<n;j++){if(j===i)continue;const f=M[j][i]/M[i][i];for(let k=i;k<=n;k++)M[j][k]-=f*M[i][k];}}return M.map((r,i)=>r[n]/r[i]);}
export function lm(names:string[],p0:P,kernel:any,idx?:number[]):P{
 const use=idx??[...Array(29).keys()];const res=(p:P)=>{const e=errs(p,kernel);return use.map(i=>e[i]);};
 const sq=(r:number[])=>r.reduce((a,x)=>a+x*x,0);
 let p={...p0},r=res(p),mu=1e-3;
 for(let it=0;it<25;it++){const J=names.map(n=>{const h=0.02;const q=res({...p,[n]:p[n]*(1+h)});return q.map((x,i)=>(x-r[i])/h);});
  let done=false;for(let t=0;t<8;t++){const A=names.map((_,a)=>names.map((_,b)=>J[a].reduce((s,x,i)=>s+x*J[b][i],0)+(a===b?mu*(1e-3+J[a].reduce((s,x)=>s+x*x,0)):0)));const g=names.map((_,a)=>-J[a].reduce((s,x,i)=>s+x*r[i],0));const d=solve(A,g);const q={...p};names.forEach((n,i)=>{q[n]=p[n]*(1+Math.max(-0.5,Math.min(0.5,d[i])));});const rq=res(q);if(sq(rq)<sq(r)){done=sq(r)-sq(rq)<1e-9;p=q;r=rq;mu/=3;break;}mu*=4;if(t===7)done=true;}
  if(done)break;}
 return p;}
function cvl(names:string[],p:P,k:any){let sum=0;const out:string[]=[];const ps:P[]=[];for(const g of groups){const idx=[...Array(29).keys()].filter(i=>!g.includes(i));const q=lm(names,p,k,idx);ps.push(q);const e=errs(q,k);for(const i of g){out[i]=(100*e[i]).toFixed(1);sum+=Math.abs(e[i]);}}console.log('  CV',(100*sum/29).toFixed(2),out.map((x,i)=>i+':'+x).join(' '));for(const n of names)console.log('   ',n,ps.map(q=>q[n].toFixed(1)).join(' '));}
if(process.argv[2]==='lm'){
const full=['req','start','line','burst','notify','fork','gather','pixel','dmaLine'];
for(const [k,kn] of [[kernelFormula,'formula'],[kernelDerivedPlus,'measured']] as any){
for(const names of [full,full.filter(n=>n!=='req'&&n!=='notify'),full.filter(n=>n!=='dmaLine')]){
 const b={...base,pixel:kn==='formula'?60:20,pool:kn==='formula'?3.76:1,dmaLine:names.includes('dmaLine')?5:2};
 const p=lm(names,b,k);console.log(kn,Object.entries(p).map(([k,v])=>k+'='+v.toFixed(1)).join(' '));show('lm',p,k);cvl(names,p,k);}}
}
