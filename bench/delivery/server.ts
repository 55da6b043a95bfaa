import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Message, Order, Report, Rules } from './telegram.mjs';

/** The Bot API of telegram.mts, in a process of its own. */
export interface Server {
  url: string;
  /** A new count under new rules; `onFirst` is called at its first message. */
  begin(rules: Rules, onFirst?: () => void): Promise<void>;
  report(): Promise<Report>;
  messages(): Promise<Message[]>;
  /** Breaks every connection, and nobody listens until `restore`. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  close(): void;
}

export async function startServer(): Promise<Server> {
  const file = fileURLToPath(new URL('telegram.mts', import.meta.url));
  const child = fork(file, { execArgv: ['--import', 'tsx'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  let first: () => void = () => undefined;
  // It answers its orders in turn.
  const waiting: ((answer: unknown) => void)[] = [];
  child.on('message', (said: object) => {
    if ('first' in said) first();
    else waiting.shift()!(said);
  });
  const ask = (order: Order) =>
    new Promise<unknown>((resolve) => {
      waiting.push(resolve);
      child.send(order);
    });
  return {
    url: `http://127.0.0.1:${port}`,
    async begin(rules, onFirst = () => undefined) {
      first = onFirst;
      await ask({ begin: rules });
    },
    report: () => ask({ report: true }) as Promise<Report>,
    messages: () => ask({ messages: true }) as Promise<Message[]>,
    async cut() {
      await ask({ listen: false });
    },
    async restore() {
      await ask({ listen: true });
    },
    close: () => child.disconnect(),
  };
}
