import { isAway } from '../store/away.js';

/**
 * Makes one write of many: what comes while `writers` writes are on their way makes the next. A batch that fails, not
 * because the database is away, is written one by one, so that one bad entry fails alone.
 */
export function inBatches<T>(
  write: (entries: T[]) => Promise<unknown>,
  writers = 1,
): (entry: T) => Promise<void> {
  interface Entry {
    value: T;
    resolve: () => void;
    reject: (error: unknown) => void;
  }
  let waiting: Entry[] = [];
  let writing = 0;
  async function writeAll(entries: Entry[]): Promise<void> {
    try {
      await write(entries.map(({ value }) => value));
      for (const { resolve } of entries) resolve();
    } catch (error) {
      if (entries.length === 1 || isAway(error)) for (const { reject } of entries) reject(error);
      else for (const entry of entries) await writeAll([entry]);
    }
  }
  async function work(): Promise<void> {
    writing += 1;
    // Answers that arrive together are written together.
    await new Promise(setImmediate);
    while (waiting.length) {
      const entries = waiting;
      waiting = [];
      await writeAll(entries);
    }
    writing -= 1;
  }
  return (value) =>
    new Promise((resolve, reject) => {
      waiting.push({ value, resolve, reject });
      if (writing < writers) void work();
    });
}
