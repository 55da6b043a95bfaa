import type { Kysely } from 'kysely';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { log } from '../log.js';
import { countChats, countDeliveries } from '../store/counts.js';
import type { Database } from '../store/database.js';
import { listSourceHealth } from '../store/health.js';
import { day } from '../time.js';

const registry = new Registry();
collectDefaultMetrics({ register: registry });
const gauge = (name: string, help: string, label: string) =>
  new Gauge({ name, help, labelNames: [label], registers: [registry] });
const deliveries = gauge('loa_deliveries', 'Deliveries of the last 24 hours by status', 'status');
const chats = gauge(
  'loa_chats',
  'Chats that follow something, by state; blocked in the last 24 hours',
  'state',
);
const sources = gauge('loa_sources', 'Sources by state', 'state');

/** Counts without personal data, in Prometheus's format; while the database is away only those of the process. */
export async function readMetrics(db: Kysely<Database>, now: Date): Promise<{ type: string; text: string }> {
  for (const one of [deliveries, chats, sources]) one.reset();
  try {
    const since = new Date(now.getTime() - day);
    for (const [status, count] of Object.entries(await countDeliveries(db, since)))
      deliveries.set({ status }, count);
    for (const [state, count] of Object.entries(await countChats(db, since, now)))
      chats.set({ state }, count);
    for (const state of ['ok', 'failing', 'paused', 'never_read']) sources.set({ state }, 0);
    for (const { state } of await listSourceHealth(db, now)) sources.inc({ state });
  } catch (error) {
    log.warn({ err: error }, 'metrics: the database could not be asked');
  }
  return { type: registry.contentType, text: await registry.metrics() };
}
