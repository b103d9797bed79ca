/** A list of texts as an expression of vega, whose texts may not hold the line ends of Unicode as they are. */
export function textList(texts: readonly string[]): string {
  return JSON.stringify(texts).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
