/** A number with a fixed count of decimals and thin groups of three: `28 036.80`. */
export function formatNumber(value: number, decimals = 0): string {
  const [whole, fraction] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A relative difference in percent with its sign: `-0.01 %`. */
export function formatError(percent: number): string {
  const rounded = percent.toFixed(2);
  return `${percent > 0 ? '+' : ''}${rounded === '-0.00' ? '0.00' : rounded} %`;
}

/** Signed difference of a model's figure from the measured one, in percent of the measured one. */
export function errorPercent(model: number, measured: number): number {
  return (100 * (model - measured)) / measured;
}
