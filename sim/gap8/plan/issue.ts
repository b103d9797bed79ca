import type { Instruction, Lines } from '../program.js';
import type { InputStream, LayerPlan, Stream } from './plan.js';

/** Takes the instructions of the master, in order, and numbers requests. */
export class InstructionList {
  readonly instructions: Instruction[] = [];

  constructor(private readonly nextRequest: () => number) {}

  request(op: 'l3' | 'dma', direction: 'in' | 'out', operand: string, { bytes, lineBytes }: Lines): number {
    const request = this.nextRequest();
    this.instructions.push({ op, request, direction, operand, bytes, lineBytes });
    return request;
  }

  wait(request: number): void {
    this.instructions.push({ op: 'wait', request });
  }

  fork(...forks: LayerPlan['bodies'][number]['forks']): void {
    for (const fork of forks) this.instructions.push({ op: 'fork', fork });
  }
}

/** Whether a buffer in L2 is requested to be refilled before the copy out of it has been waited for. */
interface Refill {
  readonly eagerRefill: boolean;
}

/**
 * Issues the requests, waits and forks of a layer. For each operand the next tile is on its way to L1 while a kernel runs, and
 * the slab behind it on its way to L2; the tile before leaves L1, and the slab before that leaves L2.
 */
export function issueLayer({ inputs, output, bodies }: LayerPlan, list: InstructionList, refill: Refill): void {
  const loads = inputs.map((stream) => new Load(stream, list, refill));
  const store = new Store(output, list);
  for (const load of loads) load.begin();
  for (const [body, { first, forks }] of bodies.entries()) {
    for (const load of loads) if (load.loop === 'outer') load.advance(body);
    list.fork(...first);
    for (const load of loads) if (load.loop === 'inner') load.advance(body);
    list.fork(...forks);
    store.advance(body);
  }
  store.end();
}

/** Loads an operand, tile by tile. */
class Load {
  readonly loop: InputStream['loop'];
  private tile = 0;
  private slab = 0;
  private copying = 0;
  private fetching = 0;

  constructor(
    private readonly stream: InputStream,
    private readonly list: InstructionList,
    private readonly refill: Refill,
  ) {
    this.loop = stream.loop;
  }

  /** Brings the first tile on its way, and the second slab. */
  begin(): void {
    const { slabs } = this.stream;
    if (slabs !== undefined) {
      this.fetch(0);
      this.list.wait(this.fetching);
      if (slabs.length > 1) this.fetch(1);
    }
    this.copy(0);
    if (this.loop === 'whole') this.list.wait(this.copying);
  }

  /** Where a body begins with a tile of its own: waits for it, and brings the next one on its way. */
  advance(body: number): void {
    const { tiles, buffers } = this.stream;
    if (tiles[this.tile]?.body !== body) return;
    const index = this.tile++;
    if (buffers === 1) {
      if (index > 0) {
        this.enterSlab(index);
        this.copy(index);
      }
      this.list.wait(this.copying);
      return;
    }
    const more = index + 1 < tiles.length;
    const { copying } = this;
    if (this.refill.eagerRefill) this.enterSlab(index + 1);
    this.list.wait(copying);
    if (more && !this.refill.eagerRefill) this.enterSlab(index + 1);
    if (more) this.copy(index + 1);
  }

  /** Where a tile is the first of a slab: waits for that, and asks for the next one. Behind the last tile it waits once more. */
  private enterSlab(index: number): void {
    const { tiles, slabs } = this.stream;
    if (slabs === undefined || tiles[index]?.slab === this.slab) return;
    this.slab++;
    this.list.wait(this.fetching);
    if (this.slab + 1 < slabs.length) this.fetch(this.slab + 1);
  }

  private copy(index: number): void {
    this.copying = this.list.request('dma', 'in', this.stream.operand, this.stream.tiles[index].copy);
  }

  private fetch(slab: number): void {
    this.fetching = this.list.request('l3', 'in', this.stream.operand, this.stream.slabs![slab]);
  }
}

/** Stores the output, tile by tile: a tile leaves while the next one is computed. */
class Store {
  private tile = 0;
  private copying: number | undefined;
  private leaving: number | undefined;

  constructor(
    private readonly stream: Stream,
    private readonly list: InstructionList,
  ) {}

  /** Where a tile is complete: waits until the one before has left L1, and lets it leave. */
  advance(body: number): void {
    const { tiles, operand } = this.stream;
    if (tiles[this.tile]?.body !== body) return;
    const { copy, slab } = tiles[this.tile];
    if (this.copying !== undefined) this.list.wait(this.copying);
    if (this.tile > 0 && tiles[this.tile - 1].slab !== slab) this.leave(slab - 1);
    this.copying = this.list.request('dma', 'out', operand, copy);
    this.tile++;
  }

  /** Waits until everything has left. */
  end(): void {
    this.list.wait(this.copying!);
    const { slabs } = this.stream;
    if (slabs === undefined) return;
    this.leave(slabs.length - 1);
    this.list.wait(this.leaving!);
  }

  /** Lets a slab leave L2, one at a time. */
  private leave(slab: number): void {
    const { slabs, operand } = this.stream;
    if (slabs === undefined) return;
    if (this.leaving !== undefined) this.list.wait(this.leaving);
    this.leaving = this.list.request('l3', 'out', operand, slabs[slab]);
  }
}
