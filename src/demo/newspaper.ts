import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DemoStory } from './news.js';

/** A made-up newspaper on loopback. */
export interface Newspaper {
  /** host:port, for FETCH_ALLOW. */
  host: string;
  feed: string;
  publish(stories: readonly DemoStory[], at: Date): void;
  close(): Promise<void>;
}

export async function openNewspaper(): Promise<Newspaper> {
  const items: { id: number; title: string; summary: string; at: Date }[] = [];
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' });
    response.end(
      `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo thử</title>${items
        .map(
          ({ id, title, summary, at }) =>
            `<item><title>${xml(title)}</title><link>http://${host}/11/${id}/tin.htm</link><description>${xml(summary)}</description><pubDate>${at.toUTCString()}</pubDate></item>`,
        )
        .join('')}</channel></rss>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    feed: `http://${host}/rss`,
    publish(stories, at) {
      for (const { title, summary } of stories) items.unshift({ id: items.length + 1, title, summary, at });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
