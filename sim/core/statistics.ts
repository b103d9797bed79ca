/** A declared quantity: reports, CSV headers and docs take its name and unit from here. */
export interface Statistic {
  readonly name: string;
  readonly unit:
    | 'cycles'
    | 'words'
    | 'MAC'
    | 'OP'
    | 'bytes'
    | 'percent'
    | 'us'
    | 'us/image'
    | 'images/s'
    | 'images'
    | 'MHz';
  /** What it belongs to: a run, a layer, a block, a stream. */
  readonly owner: 'run' | 'layer' | 'block' | 'stream';
  readonly description: string;
}
