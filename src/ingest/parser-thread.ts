import { parentPort } from 'node:worker_threads';
import { SourceError } from '../errors.js';
import { parsePage } from './page.js';
import { parseSource } from './parse.js';
import { recognise } from './recognise.js';

const parsers = { parseSource, parsePage, recognise };

export type Parsers = typeof parsers;
type Name = keyof Parsers;

/** One of them with its arguments, all of which survive a structured clone. */
export type Job = { [K in Name]: { name: K; args: Parameters<Parsers[K]> } }[Name];

/** Errors lose their class between threads. */
export type Answer = { result: ReturnType<Parsers[Name]> } | { kind: SourceError['kind']; message: string };

function perform({ name, args }: Job): Answer {
  try {
    return { result: (parsers[name] as (...args: unknown[]) => ReturnType<Parsers[Name]>)(...args) };
  } catch (error) {
    const { kind, message } =
      error instanceof SourceError ? error : new SourceError('malformed', String(error));
    return { kind, message };
  }
}

// The thread of parsers.ts: says once that it is ready, then answers job after job.
parentPort?.on('message', (job: Job) => parentPort!.postMessage(perform(job)));
parentPort?.postMessage('ready');
