import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SourceError } from '../errors.js';
import type { Answer, Job, Parsers } from './parser-thread.js';

export interface ParserLimits {
  /** The largest honest feed takes a fifth of them. */
  seconds: number;
  /** Of the thread's heap. */
  megabytes: number;
}

const usualLimits: ParserLimits = { seconds: 5, megabytes: 192 };

type Async<F extends (...args: never[]) => unknown> = (...args: Parameters<F>) => Promise<ReturnType<F>>;

/**
 * The parsers of feeds, listings and pages, one job after another in a thread of their own: some megabytes of
 * garbage keep a parser busy for hours, and nothing else of the process would run meanwhile. A job over its limits
 * ends the thread, fails alone with SourceError 'malformed', and the next job has a new one. The thread is started
 * when it is first needed and keeps no process alive.
 */
export function createParsers(limits: ParserLimits = usualLimits): {
  parseSource: Async<Parsers['parseSource']>;
  parsePage: Async<Parsers['parsePage']>;
  recognise: Async<Parsers['recognise']>;
} {
  let thread: Worker | undefined;
  let lastJob: Promise<unknown> = Promise.resolve();

  async function start(): Promise<Worker> {
    const started = startThread(limits.megabytes);
    // What fails during a job fails the job; this listener is for a thread that fails between jobs.
    started.on('error', () => undefined);
    started.on('exit', () => {
      if (thread === started) thread = undefined;
    });
    await once(started, 'message');
    return started;
  }

  async function perform(job: Job): Promise<Answer> {
    thread ??= await start();
    const worker = thread;
    worker.ref();
    try {
      const answered = once(worker, 'message', { signal: AbortSignal.timeout(limits.seconds * 1000) });
      worker.postMessage(job);
      return (await answered)[0];
    } catch (cause) {
      await worker.terminate();
      throw new SourceError('malformed', whyStopped(cause, limits), { cause });
    } finally {
      worker.unref();
    }
  }

  async function run(job: Job): Promise<unknown> {
    const turn = lastJob.then(() => perform(job));
    lastJob = turn.catch(() => undefined);
    const answer = await turn;
    if ('result' in answer) return answer.result;
    throw new SourceError(answer.kind, answer.message);
  }

  return {
    parseSource: (...args) => run({ name: 'parseSource', args }) as ReturnType<Async<Parsers['parseSource']>>,
    parsePage: (...args) => run({ name: 'parsePage', args }) as ReturnType<Async<Parsers['parsePage']>>,
    recognise: (...args) => run({ name: 'recognise', args }) as ReturnType<Async<Parsers['recognise']>>,
  };
}

/** Those of this process. */
export const { parseSource, parsePage, recognise } = createParsers();

function startThread(megabytes: number): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 24 };
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./parser-thread.js', import.meta.url), { execArgv: [], resourceLimits });
  // Run from source: Node 20 hands no loader on to its threads, each has to be given one.
  const entry = JSON.stringify(new URL('./parser-thread.ts', import.meta.url).href);
  const start = `import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${entry}); })`;
  return new Worker(start, { eval: true, execArgv: [], resourceLimits });
}

function whyStopped(error: unknown, { seconds, megabytes }: ParserLimits): string {
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return `not read within ${seconds} seconds`;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return `needs more than ${megabytes} MB to be read`;
  return String(error);
}
