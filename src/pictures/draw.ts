import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Drawing } from './drawing.js';

const limitSeconds = 15;
// Whoever waits behind so many has gone, and each of them is kept in memory.
const mostWaiting = 20;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * The picture as PNG, 1,080 pixels wide. Drawn one after another, each in a thread of its own: a map of 150 districts
 * takes a tenth of a second, and its memory goes with the thread.
 */
export async function draw(drawing: Drawing): Promise<Buffer> {
  if (waiting >= mostWaiting) throw new Error('too many pictures are to be drawn at once');
  waiting += 1;
  const turn = last.then(() => render(drawing));
  last = turn.catch(() => undefined).finally(() => (waiting -= 1));
  return turn;
}

async function render(drawing: Drawing): Promise<Buffer> {
  const thread = startThread(drawing);
  try {
    const [png] = await once(thread, 'message', { signal: AbortSignal.timeout(limitSeconds * 1000) });
    return Buffer.from(png as Uint8Array);
  } finally {
    await thread.terminate();
  }
}

function startThread(workerData: Drawing): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: 64 };
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./draw-thread.js', import.meta.url), {
      execArgv: [],
      resourceLimits,
      workerData,
    });
  // Run from source: Node 20 hands no loader on to its threads, each has to be given one.
  const entry = JSON.stringify(new URL('./draw-thread.ts', import.meta.url).href);
  const start = `import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${entry}); })`;
  return new Worker(start, { eval: true, execArgv: [], resourceLimits, workerData });
}
