import { type Run, sortFailures } from '../store/runs.js';
import { plain } from '../texts.js';
import { formatTime } from '../time.js';
import type { BotContext } from './context.js';

/** The windows that a large run can be spread over, in minutes; 0 is as fast as Telegram allows. */
const spreads: readonly number[] = [0, 30, 60, 120];

/** The next window in their order, so that one button goes through them all. */
export function nextSpread(minutes: number): number {
  return spreads[(spreads.indexOf(minutes) + 1) % spreads.length]!;
}

/** How far a run is. */
export type RunState = 'running' | 'paused' | 'stopped' | 'finished';

export function stateOf({ waiting, paused_at, stopped_at }: Run): RunState {
  if (stopped_at) return 'stopped';
  if (!waiting) return 'finished';
  return paused_at ? 'paused' : 'running';
}

/** A run's counts as arguments of a text; `end` is when it is expected to be through, 'none' where nobody can tell. */
export function countsOf({ deps: { pack } }: BotContext, run: Run): Record<string, string | number> {
  const { errors, left } = sortFailures(run);
  return {
    sent: run.sent,
    waiting: run.waiting,
    to_send: run.to_send,
    left,
    failed: errors,
    stopped: run.failed.withdrawn ?? 0,
    end: run.expected_end_at ? formatTime(run.expected_end_at, pack.time_zone) : 'none',
  };
}

/** 'Bản tin 06:30', 'Điểm báo 06:45', 'Thông báo 08:10' */
export function runName({ deps: { pack }, locale }: BotContext, run: Run): string {
  const time = formatTime(run.kind === 'announcement' ? run.started_at : run.slot, pack.time_zone);
  return plain(locale, `admin-run-name-${run.style ?? 'announcement'}`, { time });
}
