import type { Kysely } from 'kysely';
import type { Database } from '../store/database.js';
import { isReachable } from '../store/database.js';
import type { Health } from './health.js';
import type { Routes } from './http.js';

/** Adds what those ask who watch over the program: /healthz, /readyz and /metrics. */
export function addMonitoring(
  routes: Routes,
  { db, health, clock }: { db: Kysely<Database>; health: Health; clock: () => Date },
): void {
  routes.set('healthz', async (_request, response) => {
    response.end('alive\n');
  });
  routes.set('readyz', async (_request, response) => {
    const reasons = health.listStale();
    if (!(await isReachable(db))) reasons.push('database: away');
    response
      .writeHead(reasons.length ? 503 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ready: reasons.length === 0, reasons }));
  });
  routes.set('metrics', async (_request, response) => {
    // Loaded when somebody first asks.
    const { readMetrics } = await import('./metrics.js');
    const { type, text } = await readMetrics(db, clock());
    response.writeHead(200, { 'content-type': type }).end(text);
  });
}
