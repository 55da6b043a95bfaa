import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { listDistricts } from '../src/store/region.js';
import { machine } from './machine.js';
import { busyMinute, strangers } from './updates/kinds.js';
import { openStage, pinned, type Stage } from './updates/stage.js';
import type { Kind, Outcome, Time } from './updates/telegram.mjs';
import { cpuMs, databaseCpuMs, heldUpMs, residentMb } from './updates/usage.js';

const perSecond = 200;
const seconds = 30;
const warmUpSeconds = 5;
const peerSeconds = 10;
const crowd = 200_000;
const longestSeconds = 3600;
const crowdSeconds = 60;

/**
 * People who write and press, 200 times a second, while a broadcast goes on at Telegram's limit: how long the answer
 * takes, and what it costs. Beside it a bot of the same library that answers from memory. Then as many strangers as
 * the bot can take, `--all` of 200,000 or for a minute: how many, and whether its memory stays. Needs a build; Linux only.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { all: { type: 'boolean', default: false } } });
  const stage = await openStage();
  try {
    console.log(`${machine()}; ${pinned ? 'the bot on one core' : 'no taskset: the bot on any core'}`);
    const kinds = busyMinute(await listDistricts(stage.db), new Date());
    const peer = stage.start('peer');
    printTimes(
      `a bot that answers from memory, ${perSecond}/s`,
      await timed(stage, peer, kinds, peerSeconds),
    );
    await end(peer);
    const sender = stage.start('sender');
    const bot = stage.start('bot');
    printTimes(`Loa, ${perSecond}/s beside a broadcast`, await timed(stage, bot, kinds, seconds));
    await takeCrowd(stage, bot, values.all ? longestSeconds : crowdSeconds);
    await end(bot);
    await end(sender);
  } finally {
    await stage.close();
  }
}

interface Run extends Outcome {
  /** Of the bot and of the database in all, the broadcast's part included. */
  botMs: number;
  databaseMs: number;
  /** For which other programs had the bot's core. */
  heldUp: number;
}

async function timed(stage: Stage, bot: ChildProcess, kinds: Kind[], atMostSeconds: number): Promise<Run> {
  const work = { perSecond, updates: Number.MAX_SAFE_INTEGER, kinds };
  await stage.play({ ...work, atMostSeconds: warmUpSeconds });
  return measure(stage, bot, () => stage.play({ ...work, atMostSeconds }));
}

async function measure(stage: Stage, bot: ChildProcess, play: () => Promise<Outcome>): Promise<Run> {
  const [botBefore, databaseBefore] = [cpuMs(bot.pid!), databaseCpuMs(stage.postmaster)];
  const heldUpBefore = heldUpMs(bot.pid!);
  const outcome = await play();
  return {
    ...outcome,
    botMs: cpuMs(bot.pid!) - botBefore,
    databaseMs: databaseCpuMs(stage.postmaster) - databaseBefore,
    heldUp: heldUpMs(bot.pid!) - heldUpBefore,
  };
}

async function takeCrowd(stage: Stage, bot: ChildProcess, atMostSeconds: number): Promise<void> {
  const held = [residentMb(bot.pid!)];
  const timer = setInterval(() => held.push(residentMb(bot.pid!)), 1000);
  const { made, seconds, unanswered, botMs, databaseMs } = await measure(stage, bot, () =>
    stage.play({ perSecond: 0, updates: crowd, atMostSeconds, kinds: strangers }),
  );
  clearInterval(timer);
  await pause(2000);
  held.push(residentMb(bot.pid!));
  const at = (share: number) => held[Math.floor(share * (held.length - 1))]!.toFixed(0);
  console.log(
    `\n${made} strangers as fast as the bot takes them: ${(made / seconds).toFixed(0)}/s, ${unanswered} unanswered, CPU ms each: bot ${(botMs / made).toFixed(2)}, database ${(databaseMs / made).toFixed(2)}`,
  );
  console.log(
    `bot's memory (RSS): ${at(0)} MB before, ${at(0.25)} ${at(0.5)} ${at(0.75)} MB on the way, ${at(1)} MB after, ${Math.max(...held).toFixed(0)} MB at most`,
  );
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const columns = ['ms from update to answer', 'updates', 'p50', 'p95', 'p99', 'most', 'p99 handed out'];

function printTimes(
  what: string,
  { made, seconds, broadcast, unanswered, times, botMs, databaseMs, heldUp }: Run,
): void {
  console.log(
    `\n${what}: ${made} updates in ${seconds.toFixed(1)} s, ${unanswered} unanswered, ${(broadcast / seconds).toFixed(1)}/s broadcast`,
  );
  console.log(
    `CPU ms/update: bot ${(botMs / made).toFixed(2)}, database ${(databaseMs / made).toFixed(2)}; the bot ran ${(botMs / seconds / 10).toFixed(0)} % of the time and waited ${(heldUp / seconds / 10).toFixed(0)} % while other programs had its core`,
  );
  const kinds = [...new Set(times.map(({ kind }) => kind))].sort();
  const rows = [
    ['all', times] as const,
    ...kinds.map((kind) => [kind, times.filter((time) => time.kind === kind)] as const),
  ].map(([name, some]) => [name, ...figures(some)]);
  for (const row of [columns, ...rows])
    console.log(row.map((cell, index) => (index ? cell.padStart(16) : cell.padEnd(26))).join(''));
}

function figures(times: readonly Time[]): string[] {
  const sorted = times.map(({ fromArrival }) => fromArrival).sort((a, b) => a - b);
  const handedOut = times.map(({ fromHandedOut }) => fromHandedOut).sort((a, b) => a - b);
  const at = (all: number[], share: number) => all[Math.ceil(share * all.length) - 1]!.toFixed(1);
  return [
    String(times.length),
    ...[0.5, 0.95, 0.99, 1].map((share) => at(sorted, share)),
    at(handedOut, 0.99),
  ];
}
