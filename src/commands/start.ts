import { setFlagsFromString } from 'node:v8';
import { Argument, Command } from 'commander';
import { ConfigError } from '../errors.js';
import { createGazetteer } from '../gazetteer/gazetteer.js';
import { log } from '../log.js';
import { pause } from '../pause.js';
import { runBot } from '../processes/bot.js';
import { runClock } from '../processes/clock.js';
import type { ProcessDeps } from '../processes/deps.js';
import { createHealth } from '../processes/health.js';
import { runHttp } from '../processes/http.js';
import { addMonitoring } from '../processes/monitor.js';
import { addPolicy } from '../processes/policy.js';
import { runSender } from '../processes/sender.js';
import { openSeal, withStore } from './context.js';

const processes = { bot: runBot, clock: runClock, sender: runSender };
type Name = keyof typeof processes;
const names = Object.keys(processes) as Name[];

/** What is in hand may take so long after a signal to stop. */
const graceMs = 10_000;
const restartMs = 10_000;

export function startCommand(): Command {
  return new Command('start')
    .description('run bot, clock and sender, or those that are named, until told to stop')
    .addArgument(new Argument('[process...]').choices(names))
    .action(async (chosen: Name[]) => {
      // On a large machine V8 lets its heap grow to four times what is in use; an old server has other things to run.
      setFlagsFromString('--heap-growing-percent=50');
      await withStore(
        async (store) => {
          const seal = await openSeal(store);
          const clock = () => new Date();
          const routes = new Map();
          const health = createHealth(clock);
          addMonitoring(routes, { db: store.db, health, clock });
          addPolicy(routes, store);
          const deps = { ...store, seal, gazetteer: createGazetteer(store.pack), clock, routes, health };
          await runUntilStopped(chosen.length ? chosen : names, deps);
        },
        { needed: ['BOT_TOKEN'], patienceSeconds: Number.POSITIVE_INFINITY },
      );
    });
}

/** Runs the processes until a signal comes, or until one of them finds that it cannot run as configured. */
async function runUntilStopped(chosen: readonly Name[], deps: ProcessDeps): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
  stop.signal.addEventListener('abort', () => {
    log.info('stopping: finishing what is in hand');
    setTimeout(() => {
      log.warn('stopping: not everything in hand was finished in time');
      process.exit(1);
    }, graceMs).unref();
  });
  const running = [
    runHttp(deps.routes, deps.config.port, stop.signal),
    ...chosen.map((name) => keepRunning(name, deps, stop.signal)),
  ];
  for (const one of running) one.catch(() => stop.abort());
  const ended = await Promise.allSettled(running);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  log.info('stopped');
}

/** One process that fails for whatever reason begins again and never stops another. Throws ConfigError only. */
async function keepRunning(name: Name, deps: ProcessDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted)
    try {
      await processes[name](deps, signal);
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      log.error({ err: error }, `${name}: failed, beginning again`);
      await pause(restartMs, signal);
    }
}
