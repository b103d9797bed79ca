/** A number with a fixed count of decimals and thin groups of three: `28 036.80`. */
export function formatNumber(value: number, decimals = 0): string {
  const [whole, fraction] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Something a second, small ones with two decimals. */
export function formatRate(perSecond: number): string {
  return formatNumber(perSecond, perSecond < 100 ? 2 : 0);
}

/** A count to three figures with a prefix of the SI in front of the unit that follows: `1.05 M`. */
export function formatCount(value: number): string {
  const power = value < 1000 ? 0 : Math.min(COUNT_PREFIXES.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return `${Number(scaled.toPrecision(3))}${COUNT_PREFIXES[power]}`;
}

const COUNT_PREFIXES = ['', ' k', ' M', ' G', ' T'] as const;

/** A time to three figures in the unit that suits it: `17.2 ms`. */
export function formatMicroseconds(microseconds: number): string {
  const [unit, length] = TIME_UNITS.find(([, length]) => microseconds >= length) ?? TIME_UNITS[TIME_UNITS.length - 1];
  return `${(microseconds / length).toPrecision(3)} ${unit}`;
}

const TIME_UNITS = [
  ['s', 1e6],
  ['ms', 1e3],
  ['us', 1],
  ['ns', 1e-3],
] as const;

/** A relative difference in percent with its sign: `-0.01 %`. */
export function formatError(percent: number): string {
  const rounded = percent.toFixed(2);
  return `${percent > 0 ? '+' : ''}${rounded === '-0.00' ? '0.00' : rounded} %`;
}

/** Signed difference of a model's figure from the measured one, in percent of the measured one. */
export function errorPercent(model: number, measured: number): number {
  return (100 * (model - measured)) / measured;
}
