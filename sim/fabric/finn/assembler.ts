import type { HandOn } from '../assembler.js';
import type { Behind, NewStream, PipelineBuilder } from '../builder.js';
import { branchStreams } from '../stream-names.js';
import { duplicate } from '../units/stream-operators.js';
import { widthSteps } from '../widths.js';
import { finnFifo } from './fifo.js';
import type { FinnOp, OpPlace } from './layers/op.js';
import { outputRegister } from './unit.js';
import { finnWidthConverter } from './width-converter.js';

/**
 * Joins the units of layers in library finn: a width converter wherever two widths differ, a FIFO behind each layer, and where
 * several layers read what one hands on DuplicateStreams with a FIFO for each.
 */
export class FinnAssembler {
  constructor(private readonly builder: PipelineBuilder) {}

  /** Appends a layer's units, of which the first reads `ends`, and leaves the last one's output as the open end. */
  appendLayer(layer: string, ops: readonly FinnOp[], ends: readonly NewStream[]): void {
    const several = ends.length > 1;
    let inputs = ends.map((end, input) => {
      this.builder.goOn(end);
      this.convert(ops[0].inputBits[input], several ? `${layer}.in${input}` : `${layer}.in`);
      return this.builder.end;
    });
    for (const [index, op] of ops.entries()) {
      if (index > 0) {
        this.convert(op.inputBits[0], `${ops[index - 1].output}.part`);
        inputs = [this.builder.end];
      }
      const { output: name, outputBits: bits, outputBeats: wordsPerFrame } = op;
      this.builder.appendJoin(inputs, { name, bits, wordsPerFrame }, (behind) =>
        op.build(this.place(op.name, behind, inputs[0], bits)),
      );
    }
  }

  /**
   * Brings the open end to the width in which it is handed on, and through a FIFO to each of its readers.
   * @returns the end that each reader reads
   */
  handOn(layer: string, { bits, ...stream }: HandOn, readers: readonly string[]): NewStream[] {
    this.convert(bits ?? this.builder.end.bits, `${layer}.out`);
    if (readers.length === 1) return [this.appendFifo(stream)];
    const { bits: width, wordsPerFrame } = this.builder.end;
    const branches = branchStreams(stream.name, readers);
    const copies = branches.map((branch) => ({ name: `${branch}.copy`, bits: width, wordsPerFrame }));
    this.builder.appendFork((input) => ({
      blocks: [
        duplicate({
          name: `${layer}.fork`,
          inputs: [input],
          outputs: copies.map(({ name }) => name),
          words: this.builder.frames * wordsPerFrame,
          depthCycles: 0,
        }),
      ],
      streams: copies.map(({ name }) => outputRegister({ output: name, outputBits: width })),
    }));
    return copies.map((copy, index) => {
      this.builder.goOn(copy);
      return this.appendFifo({ name: branches[index], usualDepth: wordsPerFrame });
    });
  }

  private appendFifo(stream: Pick<HandOn, 'name' | 'usualDepth'>): NewStream {
    const end = this.builder.end;
    const { bits, wordsPerFrame } = end;
    this.builder.appendFifo({ ...stream, bits, wordsPerFrame }, (between, depth) =>
      finnFifo(this.place(`${stream.name}.fifo`, { ...between, inputs: [between.input] }, end, bits), { depth }),
    );
    return this.builder.end;
  }

  /** Brings the open end to a width, if it does not have it, in a stream of the given name. */
  private convert(bits: number, stream: string): void {
    const steps = widthSteps(this.builder.end.bits, bits);
    steps.forEach((outputBits, step) => {
      const end = this.builder.end;
      const name = step === steps.length - 1 ? stream : `${stream}.wide`;
      const wordsPerFrame = (end.wordsPerFrame * end.bits) / outputBits;
      this.builder.appendJoin([end], { name, bits: outputBits, wordsPerFrame }, (behind) =>
        finnWidthConverter(this.place(`${name}.dwc`, behind, end, outputBits)),
      );
    });
  }

  private place(name: string, { input, inputs, output, frames }: Behind, end: NewStream, outputBits: number): OpPlace {
    return { name, input, inputs, output, inputBits: end.bits, outputBits, inputBeats: frames * end.wordsPerFrame };
  }
}
