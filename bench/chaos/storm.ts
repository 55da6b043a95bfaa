import { setTimeout as pause } from 'node:timers/promises';
import { type Server, startServer } from '../delivery/server.js';
import type { Message } from '../delivery/telegram.mjs';
import { createCast } from './actors.js';
import { type Stage, setStage } from './stage.js';

export interface Weather {
  /** Even. */
  chats: number;
  /** Messages per second. */
  rate: number;
  killEveryMs: number;
  /** No more of them than this. */
  kills: number;
  /** How long Telegram is away. */
  cutMs: number;
  /** When to give up. */
  withinMs: number;
  seed: number;
}

export interface Aftermath {
  seconds: number;
  kills: number;
  /** Deliveries in the ledger; those it says were sent; the repeats that it counts. */
  deliveries: number;
  sent: number;
  ledgerRepeats: number;
  accepted: number;
  /** Chats that got nothing. */
  lost: number;
  /** Messages beyond the first of each chat. */
  repeated: number;
  answersLost: number;
  /** Answered, and not yet recorded when the sender was killed. */
  inFlight: number;
  /** Chats with more repeats than answers that were lost or in flight of their own. */
  unexplained: number[];
}

const lookEveryMs = 8000;

/**
 * Four senders and two clocks serve every chat a digest while processes are killed, Postgres crashes and stops,
 * Telegram goes away, and one answer in a hundred is lost and one refused with a 500.
 */
export async function raiseStorm(weather: Weather): Promise<Aftermath> {
  const { chats, rate } = weather;
  const server = await startServer();
  const stage = await setStage(chats);
  // Telegram's limit is not exact; how close to it one can go is another benchmark.
  await server.begin({ perSecond: rate * 1.2, latencyMs: 40, resets: 0.01, errors: 0.01, chats });
  const cast = createCast((life) => ({
    ...stage.env,
    BOT_TOKEN: '900000001:loopback-only-token-of-the-bench',
    TELEGRAM_API_ROOT: `${server.url}/${life}`,
    SEND_RATE: String(rate),
    PAID_BROADCAST: String(rate > 30),
  }));
  try {
    const began = performance.now();
    for (const kind of ['sender', 'sender', 'sender', 'sender', 'clock', 'clock'] as const) cast.add(kind);
    const recorded = await blow(weather, server, stage, cast);
    const seconds = (performance.now() - began) / 1000;
    const ledger = await stage.readLedger();
    const counted = count(await server.messages(), recorded, chats);
    const { deliveries, sent, repeats: ledgerRepeats } = ledger;
    return { seconds, kills: recorded.size, deliveries, sent, ledgerRepeats, ...counted };
  } finally {
    await cast.close();
    await stage.close();
    server.close();
  }
}

/** Lets everything happen until all is sent; returns what the ledger knew of when each killed sender had gone. */
async function blow(
  weather: Weather,
  server: Server,
  stage: Stage,
  cast: ReturnType<typeof createCast>,
): Promise<Map<string, Set<number>>> {
  const { chats, killEveryMs, cutMs, withinMs } = weather;
  const random = mulberry32(weather.seed);
  const recorded = new Map<string, Set<number>>();
  const kill = async (actor = cast.actors[Math.floor(random() * cast.actors.length)]!) => {
    const life = await cast.kill(actor);
    recorded.set(life, await stage.listSent());
  };
  const clocks = cast.actors.filter(({ kind }) => kind === 'clock');
  let dueChats = chats / 2;
  // At which share of the chats served, in order.
  const events: [number, () => Promise<void>][] = [
    [0.15, async () => stage.restartPostgres('crash')],
    [
      0.25,
      async () => {
        await stage.bringDue();
        dueChats = chats;
        // A clock that begins looks at once; the two of them race.
        await Promise.all(clocks.map(kill));
      },
    ],
    [
      0.5,
      async () => {
        await server.cut();
        await pause(cutMs);
        await server.restore();
      },
    ],
    [0.7, async () => stage.restartPostgres('stop')],
  ];
  const deadlineMs = performance.now() + withinMs;
  let nextKillMs = performance.now() + killEveryMs;
  let nextLookMs = performance.now() + lookEveryMs;
  while (performance.now() < deadlineMs) {
    await pause(100);
    const { accepted } = await server.report();
    const { sent, deliveries } = await stage.readLedger();
    const due = events[0];
    if (due && accepted >= due[0] * chats) {
      events.shift();
      await due[1]();
    } else if (accepted > 0 && recorded.size < weather.kills && performance.now() >= nextKillMs) {
      await kill();
      nextKillMs = performance.now() + killEveryMs;
    } else if (deliveries < dueChats && performance.now() >= nextLookMs) {
      // A cut that failed waits for its clock's next minute; a clock that begins spares us that.
      await kill(clocks[Math.floor(random() * clocks.length)]);
      nextLookMs = performance.now() + lookEveryMs;
    } else if (sent === chats) break;
  }
  return recorded;
}

function count(messages: Message[], recorded: Map<string, Set<number>>, chats: number) {
  const got = new Array<number>(chats + 1).fill(0);
  const explained = new Array<number>(chats + 1).fill(0);
  let [answersLost, inFlight] = [0, 0];
  for (const { chat, by, answered } of messages) {
    got[chat]!++;
    const unrecorded = recorded.has(by) && !recorded.get(by)!.has(chat);
    if (!answered) answersLost++;
    else if (unrecorded) inFlight++;
    if (!answered || unrecorded) explained[chat]!++;
  }
  const ids = Array.from({ length: chats }, (_, n) => n + 1);
  const lost = ids.filter((id) => got[id] === 0).length;
  return {
    accepted: messages.length,
    lost,
    repeated: messages.length - (chats - lost),
    answersLost,
    inFlight,
    unexplained: ids.filter((id) => got[id]! - 1 > explained[id]!),
  };
}

/** The same choices for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
