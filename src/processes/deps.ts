import type { BotDeps } from '../bot/context.js';
import type { Health } from './health.js';
import type { Routes } from './http.js';

/** What every process gets. */
export interface ProcessDeps extends BotDeps {
  health: Health;
  /** Answers of the one http server; a process adds its own. */
  routes: Routes;
}
