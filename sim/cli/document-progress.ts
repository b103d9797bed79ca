import type { Accuracy } from '../drivers/accuracy.js';

/** Progress of measuring accuracies, in lines as the document prints them (seeds/003), each batch of images counted from 1. */
export class DocumentProgress {
  constructor(
    private readonly print: (line: string) => void,
    private readonly images: number,
  ) {}

  /** What `measureQuantization` tells. */
  readonly listener = {
    begin: (title: string) => this.print(title),
    progress: (done: number) => this.print(`Testing Progress Images [${done + 1}/${this.images}]`),
    end: ({ correct, total }: Accuracy) => {
      this.print(`Accuracy of the network on the ${total} test images: ${Math.floor((100 * correct) / total)} %`);
    },
  };
}
