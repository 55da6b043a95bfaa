import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A way to the run's Postgres that can be shut: the database is away, then back at the same address. */
export interface Gate {
  /** A DATABASE_URL through the gate. */
  url(database: string): string;
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** Opens a gate on loopback. */
export async function openGate(): Promise<Gate> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = dial(join(inject('postgres'), '.s.PGSQL.5432'));
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  let port = 0;
  const gate: Gate = {
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    async shut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    open: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
  };
  await gate.open();
  port = (server.address() as AddressInfo).port;
  return gate;
}
