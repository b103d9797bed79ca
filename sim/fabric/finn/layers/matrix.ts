import { InputError } from '../../../core/input/input-error.js';
import { foldingProblem } from '../../../nn/folding.js';
import type { IntegerMatrixLayer } from '../../../nn/integer-layers.js';
import { elements, type MatrixLayer } from '../../../nn/network.js';
import { estimateMvauHls } from '../../resources/finn/mvau.js';
import { estimateVvauHls } from '../../resources/finn/vvau.js';
import type { FinnLibrary, MvuCore } from '../library.js';
import { finnMvu } from '../matrix-vector.js';
import { finnRequantizer } from '../thresholding.js';
import { finnTypeOf } from './finn-type.js';
import { coreBody, requantizerBody } from './matrix-bodies.js';
import { type MatrixUnit, matrixUnitOf } from './matrix-unit.js';
import type { FinnOp, LayerChoice, OpCost } from './op.js';
import { scaleUnitCost, thresholdingCost } from './requantizer.js';
import { windowOps } from './window.js';

/** Widest operands of the core for 4 bits. */
const NARROW_BITS = 4;

/**
 * A layer with a matrix: FMPadding and SWG of a convolution, MVU (VVU of a depthwise one), and what makes outputs of sums.
 * @throws InputError for lanes that do not divide, and groups that the library has no unit for
 */
export function layMatrix(
  layer: MatrixLayer | IntegerMatrixLayer,
  choice: LayerChoice,
  library: FinnLibrary,
): FinnOp[] {
  const unit = matrixUnitOf(layer);
  checkLanes(unit, choice);
  return [...layWindows(unit, choice), coreOp(unit, choice, library), ...requantizerOps(unit, choice, library)];
}

function checkLanes(unit: MatrixUnit, { pe, simd }: LayerChoice): void {
  const { name, mw, mh, depthwise, window } = unit;
  const problem = foldingProblem({ pe, simd }, mh, mw);
  if (problem !== undefined) throw new InputError(`layer ${name}: ${problem}`);
  if (!depthwise && window !== undefined && window.inputShape[2] % simd !== 0) {
    const found = `found SIMD ${simd}, allowed: a divisor of the ${window.inputShape[2]} channels`;
    throw new InputError(`layer ${name}: ${found} (block library finn)`);
  }
}

/** A depthwise unit with several lanes for a window takes whole windows, which are split where it has fewer lanes. */
function layWindows(unit: MatrixUnit, { pe, simd }: LayerChoice): FinnOp[] {
  const { name, inputType, window, depthwise } = unit;
  if (window === undefined) return [];
  const parallel = elements(window.kernel) === 1 || (depthwise && simd > 1);
  return windowOps({ ...window, name, inputType, lanes: depthwise ? pe : simd, depthwise, parallel });
}

function coreOp(unit: MatrixUnit, choice: LayerChoice, library: FinnLibrary): FinnOp {
  const { name, mw, mh, vectors, inputType, weightType, sumType, depthwise, createArithmetic } = unit;
  const { pe, simd } = choice;
  const core: MvuCore = Math.max(inputType.bits, weightType.bits) <= NARROW_BITS ? 'dsp48-4bit' : 'dsp48-8bit';
  const synapseFold = mw / simd;
  const neuronFold = mh / pe;
  const createBody = createArithmetic && (() => coreBody(unit, choice, createArithmetic()));
  return {
    name,
    inputBits: [(depthwise ? pe * simd : simd) * inputType.bits],
    output: `${name}.sums`,
    outputBits: pe * sumType.bits,
    outputBeats: vectors * neuronFold,
    cycles: vectors * neuronFold * synapseFold,
    cost: coreCost(unit, choice),
    build: (place) =>
      finnMvu(place, { core, synapseFold, neuronFold: depthwise ? 1 : neuronFold, createBody }, library),
  };
}

/** MVAU_hls or VVAU_hls without thresholds, as FINN estimates them: of its RTL units FINN counts no LUTs. */
function coreCost(unit: MatrixUnit, { pe, simd, weights, products }: LayerChoice): OpCost {
  const { mw, mh, vectors, inputType, weightType, sumType, depthwise, window } = unit;
  const sums = finnTypeOf(sumType);
  const common = {
    PE: pe,
    SIMD: simd,
    inputDataType: finnTypeOf(inputType),
    weightDataType: finnTypeOf(weightType),
    outputDataType: sums,
    accDataType: sums,
    mem_mode: 'internal_decoupled',
    ram_style: weights === 'lut' ? 'distributed' : 'block',
    resType: products,
    noActivation: 1,
  } as const;
  const { lut, bram18, dsp } =
    depthwise && window !== undefined
      ? estimateVvauHls({ ...common, Channels: mh, Kernel: window.kernel, Dim: [1, vectors] })
      : estimateMvauHls({ ...common, MW: mw, MH: mh, numInputVectors: [vectors], ram_style_thresholds: 'auto' });
  return { lut, bram18, dsp };
}

function requantizerOps(unit: MatrixUnit, choice: LayerChoice, library: FinnLibrary): FinnOp[] {
  const { name, mh, vectors, sumType, outputType, requantization, createArithmetic } = unit;
  if (requantization === 'none') return [];
  const { pe } = choice;
  const beats = (vectors * mh) / pe;
  const requantizer = { channels: mh, pe, sumType, outputType, beats };
  const isThresholding = requantization === 'thresholds';
  const stages = isThresholding ? outputType.bits : library.scaleUnitStages.value;
  const createBody = createArithmetic && (() => requantizerBody(unit, choice, createArithmetic()));
  return [
    {
      name: `${name}.${isThresholding ? 'thresholding' : 'scale'}`,
      inputBits: [pe * sumType.bits],
      output: `${name}.codes`,
      outputBits: pe * outputType.bits,
      outputBeats: beats,
      cycles: beats,
      cost: isThresholding ? thresholdingCost(requantizer) : scaleUnitCost(requantizer),
      build: (place) => finnRequantizer(place, { stages, createBody }, library),
    },
  ];
}
