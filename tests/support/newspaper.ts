import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A newspaper's server on loopback that answers whatever a test tells it to. */
export interface Newspaper {
  /** 'http://127.0.0.1:12345' */
  url: string;
  /** '127.0.0.1:12345', as FETCH_ALLOW lists it. */
  host: string;
  /** What was asked for so far. */
  requests: IncomingMessage[];
  /** From now on `path` is answered so: with this body, or by this function. */
  answer(path: string, answer: string | Buffer | Answer): void;
}

/** Starts a newspaper that is closed at the end of the test file; unknown paths answer 404. */
export async function startNewspaper(): Promise<Newspaper> {
  const answers = new Map<string, Answer>();
  const requests: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request);
    const answer = answers.get(request.url ?? '/');
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    answer: (path, answer) =>
      void answers.set(
        path,
        typeof answer === 'function' ? answer : (_, response) => void response.end(answer),
      ),
  };
}

/** Answers 304 to whoever has this version, the body to everyone else. */
export function withEtag(etag: string, body: string): Answer {
  return (request, response) => {
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag, 'last-modified': 'Mon, 25 Nov 2019 01:00:00 GMT' }).end(body);
  };
}

export function withStatus(status: number, headers: Record<string, string> = {}): Answer {
  return (_, response) => void response.writeHead(status, headers).end('<html><body>no</body></html>');
}

/** Sends this many bytes; Infinity: until the reader goes away. */
export function withBytes(count: number, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(200, headers);
    const chunk = Buffer.alloc(64 * 1024, ' ');
    let left = count;
    const send = () => {
      while (left > 0 && !response.destroyed) {
        left -= chunk.length;
        if (!response.write(chunk)) return void response.once('drain', send);
      }
      response.end();
    };
    send();
  };
}

/** Begins a body and falls silent. */
export const fallsSilent: Answer = (_, response) => void response.writeHead(200).write('<rss>');

/** Takes the request and never answers. */
export const neverAnswers: Answer = () => undefined;

interface FeedItem {
  title?: string;
  link?: string;
  summary?: string;
  date?: string;
  guid?: string;
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** An RSS 2.0 feed of these items; what is left out is left out. */
export function rss(items: FeedItem[]): string {
  const element = (name: string, text: string | undefined) =>
    text === undefined ? '' : `<${name}>${xml(text)}</${name}>`;
  const body = items.map(
    ({ title, link, summary, date, guid }) =>
      `<item>${element('title', title)}${element('link', link)}${element('description', summary)}${element('pubDate', date)}${
        guid === undefined ? '' : `<guid isPermaLink="false">${xml(guid)}</guid>`
      }</item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo thử</title><link>https://bao.example/</link>${body.join('')}</channel></rss>`;
}
