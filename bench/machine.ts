import { cpus, totalmem } from 'node:os';

/** The machine that a benchmark's numbers are true of. */
export function machine(): string {
  const processors = cpus();
  return `Node ${process.version}, ${processors.length} x ${processors[0]?.model.trim()}, ${Math.round(totalmem() / 1e9)} GB`;
}
