import type { Bench } from 'tinybench';

/** One line of a table; the rate is a median. */
export interface Rate {
  readonly name: string;
  readonly milliseconds: number;
  readonly imagesPerSecond: number;
}

/** Medians of the tasks, each of which did so many images. */
export function ratesOf({ tasks }: Bench, images: readonly number[]): Rate[] {
  return tasks.map(({ name, result }, index) => {
    if (result.state !== 'completed') throw new Error(`${name} did not complete: ${result.state}`);
    const milliseconds = result.latency.p50;
    return { name, milliseconds, imagesPerSecond: (1000 * images[index]) / milliseconds };
  });
}

/** Prints the rates side by side, as ratios to the first. */
export function printRates(title: string, rates: readonly Rate[]): void {
  const lines = rates.map(({ name, milliseconds, imagesPerSecond }) => {
    const ratio = imagesPerSecond / rates[0].imagesPerSecond;
    const rate = Math.round(imagesPerSecond).toLocaleString('en');
    return `  ${name.padEnd(44)}${milliseconds.toFixed(2).padStart(10)} ms${rate.padStart(14)} images/s${ratio.toFixed(2).padStart(10)} x\n`;
  });
  process.stdout.write(`${title}\n${lines.join('')}\n`);
}
