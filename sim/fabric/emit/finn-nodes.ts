/**
 * Op types of FINN's folding configurations, under the names that its versions gave them. A node is named
 * `<op type>_<index>`, counted from 0 for each op type along the graph.
 */
export const FINN_OPS = {
  matrix: ['MatrixVectorActivation', 'MVAU', 'MVAU_hls', 'MVAU_rtl', 'StreamingFCLayer_Batch'],
  window: [
    'ConvolutionInputGenerator',
    'ConvolutionInputGenerator_hls',
    'ConvolutionInputGenerator_rtl',
    'ConvolutionInputGenerator1D',
  ],
  fifo: ['StreamingFIFO', 'StreamingFIFO_rtl'],
} as const;

/** Op types that a pipeline of ours has no folding for: they follow from the others, or lie outside of it. */
const WITHOUT_FOLDING = [
  'StreamingDataWidthConverter',
  'StreamingDataWidthConverter_hls',
  'StreamingDataWidthConverter_rtl',
  'StreamingDataWidthConverter_Batch',
  'StreamingMaxPool',
  'StreamingMaxPool_hls',
  'StreamingMaxPool_Batch',
  'Thresholding',
  'Thresholding_hls',
  'Thresholding_rtl',
  'Thresholding_Batch',
  'LabelSelect',
  'LabelSelect_hls',
  'LabelSelect_Batch',
  'IODMA',
  'IODMA_hls',
  'TLastMarker',
  'TLastMarker_hls',
];

/** Which of a pipeline's units a node is. */
export type FinnRole = keyof typeof FINN_OPS;

/** A node's name taken apart; undefined for an op type that is not known. */
export function readNodeName(
  name: string,
): { readonly role: FinnRole | undefined; readonly op: string; readonly index: number } | undefined {
  const [, op, digits] = /^(.+)_(\d{1,9})$/.exec(name) ?? [];
  if (op === undefined) return undefined;
  const role = roleOf(op);
  return role === undefined && !WITHOUT_FOLDING.includes(op) ? undefined : { role, op, index: Number(digits) };
}

/** Which of a pipeline's units nodes of an op type are, under any of its names. */
export function roleOf(op: string): FinnRole | undefined {
  return (Object.keys(FINN_OPS) as FinnRole[]).find((role) => (FINN_OPS[role] as readonly string[]).includes(op));
}
