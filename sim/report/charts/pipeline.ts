import { formatCount } from '../numbers.js';
import type { RunRecord } from '../records/run-record.js';
import { inWords } from '../words.js';
import { causeColour, causeStyles } from './causes.js';
import { type Chart, chart } from './chart.js';
import { runSubject } from './subject.js';

/** Pixels of the boxes, and from the top of one to the top of the next. */
const BOX_PIXELS = 122;
const BARS_FROM_PIXELS = 138;
const STEP_PIXELS = 72;

const BOXES = 'Each box is a layer, in the order in which the data';
const BARS = 'the bar beside it has the cycles of one image by cause.';

/** The layers as boxes in the order of the data, and beside each where the cycles of an image go. */
export function pipelineChart(run: RunRecord): Chart {
  const { layers, images } = run;
  const styles = causeStyles(layers.flatMap(({ causes }) => Object.keys(causes)));
  const bars = layers.flatMap((layer) =>
    styles.map(({ cause, label }) => ({
      layer: layer.name,
      cause: label,
      cycles: (layer.causes[cause] ?? 0) / images,
      share: layer.cycles === 0 ? 0 : (layer.causes[cause] ?? 0) / layer.cycles,
    })),
  );
  const boxes = layers.map(({ name, op, macs }, index) => ({
    layer: name,
    op: inWords(op),
    macs: macs === 0 ? '' : `${formatCount(macs)} MAC`,
    next: layers[index + 1]?.name ?? null,
    stream: streamBehind(run, index) ?? '',
  }));
  const streams = boxes.some(({ stream }) => stream !== '');
  const y = {
    field: 'layer',
    type: 'ordinal',
    sort: null,
    axis: null,
    scale: { paddingInner: 0.34, paddingOuter: 0.05 },
  };
  const ofBoxes = (mark: object, encoding: object) => ({
    data: { values: boxes },
    mark: { tooltip: null, ...mark },
    encoding: { y, ...encoding },
  });
  const text = (field: string, mark: object, encoding = {}) =>
    ofBoxes({ type: 'text', align: 'left', ...mark }, { x: { value: 9 }, text: { field }, ...encoding });
  const arrows = { transform: [{ filter: 'datum.next != null' }] };
  return chart(
    {
      name: 'pipeline',
      subject: runSubject(run),
      title: `${streams ? 'Pipeline' : 'Layers'}: where the cycles of an image go`,
      description: streams
        ? `${BOXES} pass through them; ${BARS} Between the boxes stands the deepest stream on the way, with the most words that it held and its depth.`
        : `${BOXES} are computed, one layer after the other; ${BARS}`,
    },
    bars,
    {
      height: layers.length * STEP_PIXELS,
      layer: [
        {
          mark: { type: 'bar', height: { band: 0.66 } },
          encoding: {
            y,
            x: {
              field: 'cycles',
              type: 'quantitative',
              scale: { range: [BARS_FROM_PIXELS, { expr: 'width' }], nice: false },
              axis: { title: 'cycles of one image', grid: false, tickCount: { expr: 'width > 480 ? 8 : 4' } },
            },
            color: causeColour(styles),
            tooltip: [
              { field: 'layer', title: 'layer' },
              { field: 'cause', title: 'cause' },
              { field: 'cycles', type: 'quantitative', title: 'cycles of an image', format: ',.1f' },
              { field: 'share', type: 'quantitative', title: 'share', format: '.1%' },
            ],
          },
        },
        ofBoxes({ type: 'rect', style: 'box', cornerRadius: 4 }, { x: { value: 0 }, x2: { value: BOX_PIXELS } }),
        text('layer', { dy: -13, fontSize: 12, fontWeight: 'bold', limit: BOX_PIXELS - 14, style: 'annotation' }),
        text('op', { dy: 1, fontSize: 10, style: 'faint' }),
        text('macs', { dy: 14, fontSize: 10, style: 'faint' }),
        {
          ...ofBoxes(
            { type: 'rule', style: 'arrow' },
            { x: { value: 20 }, y: { ...y, bandPosition: 1 }, y2: { field: 'next', bandPosition: 0 } },
          ),
          ...arrows,
        },
        {
          ...ofBoxes(
            { type: 'point', shape: 'triangle-down', filled: true, size: 40, yOffset: -4, style: 'arrowhead' },
            { x: { value: 20 }, y: { ...y, field: 'next', bandPosition: 0 } },
          ),
          ...arrows,
        },
        text('stream', { dy: 12, fontSize: 10, style: 'faint' }, { x: { value: 32 }, y: { ...y, bandPosition: 1 } }),
      ],
    },
  );
}

/**
 * The deepest stream between a layer and the next: `inter0 16/16`. A pipeline of the fabric is a chain whose i-th stream leads
 * from its i-th block to the next; the offload engine's layers have none between them.
 */
function streamBehind({ layers, blocks, streams }: RunRecord, index: number): string | undefined {
  if (streams.length !== blocks.length - 1) return undefined;
  const at = (layer: number) => blocks.findIndex(({ name }) => name === layers[layer]?.name);
  const [from, to] = [at(index), at(index + 1)];
  if (from < 0 || to <= from) return undefined;
  const { name, highWater, depth } = streams
    .slice(from, to)
    .reduce((deepest, other) => (other.depth > deepest.depth ? other : deepest));
  return `${name} ${highWater}/${depth}`;
}
