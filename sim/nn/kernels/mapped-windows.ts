import type { LayerFields } from '../layer-fields.js';
import type { Windows } from '../windows.js';
import type { MappedWindows } from './integer-network.js';

/** How the windows of a layer lie on what it reads. */
export function mapped(
  { kernel, stride, dilation, padding }: Windows,
  { inputShape, outputShape }: Pick<LayerFields, 'inputShape' | 'outputShape'>,
): MappedWindows {
  return { kernel, stride, dilation, padding, input: inputShape, output: outputShape };
}
