import { pause } from '../pause.js';
import { isAway } from '../store/away.js';

// A write costs the database as much as five of its entries do.
const gatherMs = 2;

/**
 * Makes one write of many: what comes within two milliseconds, or while another write is on its way. A batch that
 * fails, not because the database is away, is written one by one, so that one bad entry fails alone.
 */
export function inBatches<T>(write: (entries: T[]) => Promise<unknown>): (entry: T) => Promise<void> {
  interface Entry {
    value: T;
    resolve: () => void;
    reject: (error: unknown) => void;
  }
  let waiting: Entry[] = [];
  let writing = false;
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
    writing = true;
    while (waiting.length) {
      await pause(gatherMs);
      const entries = waiting;
      waiting = [];
      await writeAll(entries);
    }
    writing = false;
  }
  return (value) =>
    new Promise((resolve, reject) => {
      waiting.push({ value, resolve, reject });
      if (!writing) void work();
    });
}
