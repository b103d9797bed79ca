import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

/** What a link does to its traffic. */
export interface LinkBehaviour {
  /** Bytes a second in each direction. */
  readonly bytesPerSecond?: number;
  /** After so many bytes from the near side the first connection is cut. */
  readonly cutAfterBytes?: number;
  /** After so many bytes from the near side nothing passes any more on the first connection, but nothing is cut either. */
  readonly silentAfterBytes?: number;
  /** No end of a connection is passed on or answered, as by a computer that hangs. */
  readonly holdsOpen?: boolean;
}

/** A TCP link to a port of this computer that is slow, breaks, or falls silent. */
export class Link {
  private cuts = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly behaviour: LinkBehaviour,
  ) {}

  static async to(port: number, behaviour: LinkBehaviour): Promise<Link> {
    const server = createServer({ allowHalfOpen: behaviour.holdsOpen === true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const link = new Link(server, behaviour);
    server.on('connection', (near) => link.join(near, connect(port, '127.0.0.1')));
    return link;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** How often a connection was cut. */
  get cutCount(): number {
    return this.cuts;
  }

  async end(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket, far: Socket): void {
    const both = [near, far];
    const { cutAfterBytes = Number.POSITIVE_INFINITY } = this.behaviour;
    const { silentAfterBytes = Number.POSITIVE_INFINITY } = this.sockets.size === 0 ? this.behaviour : {};
    const cutting = this.cuts === 0;
    let bytes = 0;
    for (const socket of both) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => destroyAll(both));
    }
    void this.pass(near, far, (length) => {
      bytes += length;
      if (cutting && bytes > cutAfterBytes) {
        this.cuts++;
        destroyAll(both);
      }
      return bytes <= silentAfterBytes;
    });
    void this.pass(far, near, () => bytes <= silentAfterBytes);
  }

  private async pass(from: Readable, to: Writable, passes: (length: number) => boolean): Promise<void> {
    const { bytesPerSecond, holdsOpen = false } = this.behaviour;
    try {
      for await (const piece of from.iterator({ destroyOnReturn: !holdsOpen }) as AsyncIterable<Buffer>) {
        if (!passes(piece.length)) continue;
        if (!to.write(piece)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
        if (bytesPerSecond !== undefined) await setTimeout((1000 * piece.length) / bytesPerSecond);
      }
      if (!holdsOpen) to.end();
    } catch {
      // The connection is gone.
    }
  }
}

function destroyAll(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy();
}
