import type { BotDeps } from '../bot/context.js';
import type { Health } from './health.js';
import type { Routes } from './http.js';

/** What every process gets; the doors to the outside it opens and closes itself. */
export interface ProcessDeps extends Omit<BotDeps, 'fetcher'> {
  health: Health;
  /** Answers of the one http server; a process adds its own. */
  routes: Routes;
}
