import type { Planner } from '../node.js';
import { planCast, planConstant, planGather, planShape } from './constant.js';
import { planConvolution } from './convolution.js';
import { arithmetic, mapped, planClip } from './elementwise.js';
import { planConvInteger, planMatMulInteger, planQLinearConv, planQLinearMatMul } from './integer-products.js';
import {
  planConcat,
  planDropout,
  planFlatten,
  planIdentity,
  planPad,
  planReshape,
  planSqueeze,
  planTranspose,
  planUnsqueeze,
} from './layout.js';
import { planGemm, planMatMul } from './matrix.js';
import { planBatchNormalization, planSoftmax } from './normalization.js';
import { planAveragePool, planGlobalAveragePool, planMaxPool, planReduceMean } from './pool.js';
import { planBipolarQuant, planMultiThreshold, planQuant, planTrunc } from './qonnx.js';
import { planDequantizeLinear, planQuantizeLinear } from './quantization.js';

/** Operators of ONNX itself. */
export const STANDARD_OPERATORS: Readonly<Record<string, Planner>> = {
  Add: arithmetic((a, b) => a + b),
  AveragePool: planAveragePool,
  BatchNormalization: planBatchNormalization,
  Cast: planCast,
  Clip: planClip,
  Concat: planConcat,
  Constant: planConstant,
  Conv: planConvolution,
  ConvInteger: planConvInteger,
  DequantizeLinear: planDequantizeLinear,
  Div: arithmetic((a, b) => a / b),
  Dropout: planDropout,
  Flatten: planFlatten,
  Gather: planGather,
  Gemm: planGemm,
  GlobalAveragePool: planGlobalAveragePool,
  Identity: planIdentity,
  MatMul: planMatMul,
  MatMulInteger: planMatMulInteger,
  MaxPool: planMaxPool,
  Mul: arithmetic((a, b) => a * b),
  Pad: planPad,
  QLinearConv: planQLinearConv,
  QLinearMatMul: planQLinearMatMul,
  QuantizeLinear: planQuantizeLinear,
  ReduceMean: planReduceMean,
  Relu: mapped((value) => Math.max(value, 0)),
  Reshape: planReshape,
  Shape: planShape,
  Sigmoid: mapped((value) => 1 / (1 + Math.exp(-value))),
  Softmax: planSoftmax,
  Squeeze: planSqueeze,
  Sub: arithmetic((a, b) => a - b),
  Transpose: planTranspose,
  Unsqueeze: planUnsqueeze,
};

/** Operators of QONNX. */
export const QONNX_OPERATORS: Readonly<Record<string, Planner>> = {
  BipolarQuant: planBipolarQuant,
  IntQuant: planQuant,
  MultiThreshold: planMultiThreshold,
  Quant: planQuant,
  Trunc: planTrunc,
};

/** Domains that QONNX's operators have had. */
export const QONNX_DOMAINS: readonly string[] = ['qonnx.custom_op.general', 'finn.custom_op.general', 'onnx.brevitas'];
