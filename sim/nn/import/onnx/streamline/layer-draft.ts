import type { DataType } from '../../../data-type.js';

/** A layer of the network file, with its parameters. */
export interface LayerDraft {
  readonly name: string;
  readonly input: string;
  /** As the network file has it, without name and inputs. */
  readonly layer: Readonly<Record<string, unknown>>;
  readonly parameters?: MatrixDraft;
}

/** Weights as integers, and thresholds row after row. */
export interface MatrixDraft {
  readonly mh: number;
  readonly mw: number;
  readonly weightType: DataType;
  /** Of what it reads. */
  readonly inputType: DataType;
  readonly weights: Int32Array;
  readonly thresholds: Int32Array;
}
