import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { createBot } from '../../src/bot/bot.js';
import type { Group, Person } from '../../src/demo/telegram/telegram.js';
import { log } from '../../src/log.js';
import type { RegionPack } from '../../src/region.js';
import type { Database } from '../../src/store/database.js';
import { grantRole } from '../../src/store/staff.js';
import { locales, plain } from '../../src/texts.js';
import { startBot, type TestBot } from '../../tests/support/bot.js';

/** What one call to Telegram came to. */
interface Said {
  method: string;
  chatId: number;
  /** The message as Telegram then shows it. */
  message: string;
}

/** A world of one bot on two replicas, in which games are played one after another. */
export interface Hall extends TestBot {
  pack: RegionPack;
  /** What was said since somebody last looked. */
  said: Said[];
  /** What must never be: errors logged, refusals, error texts. */
  faults: string[];
  /** How the next update reaches the bot. */
  arrives: 'once' | 'again' | 'at both';
  newGame(): Promise<Game>;
}

export interface Game {
  people: Person[];
  group: Group;
  topics: readonly [undefined, 4, 9];
  /** All that any button ever carried. */
  ever: Set<string>;
  links: Set<string>;
}

const expected =
  /message is not modified|query is too old|message to edit not found|message can't be edited|no text in the message to edit/;
const errorTexts = locales.map((locale) => plain(locale, 'bot-error'));

export async function openHall(db: Kysely<Database>, pack: RegionPack): Promise<Hall> {
  const bot = await startBot(db, pack);
  await forgetPace(db);
  const hall: Hall = {
    ...bot,
    pack,
    said: [],
    faults: [],
    arrives: 'once',
    newGame: () => newGame(db, hall),
  };
  const fetch = async (url: unknown, init: { body?: unknown; headers?: unknown } = {}) => {
    const method = String(url).split('/').at(-1)!;
    const response = await bot.telegram.fetch(url, init);
    const body = (await response.clone().json()) as { ok: boolean; description?: string; result: unknown };
    // A question about a chat may well be answered so.
    if (!body.ok && !method.startsWith('get') && !expected.test(body.description!))
      hall.faults.push(`${method} refused: ${body.description} ${String(init.body).slice(0, 600)}`);
    const chatId = (body.result as { chat?: { id: number } } | undefined)?.chat?.id;
    const message = JSON.stringify(body.result);
    if (chatId !== undefined && !method.startsWith('get')) hall.said.push({ method, chatId, message });
    if (errorTexts.some((text) => `${message}${String(init.body)}`.includes(text)))
      hall.faults.push(`an error is shown: ${message}`);
    return response;
  };
  const replicas = [0, 1].map(() => {
    const replica = createBot(bot.deps, { client: { fetch: fetch as never } });
    replica.botInfo = bot.telegram.me as never;
    return replica;
  });
  let updates = 0;
  bot.telegram.onUpdate(async (update) => {
    const [one, other] = updates++ % 2 ? replicas : replicas.toReversed();
    if (hall.arrives === 'at both')
      return void (await Promise.all([one!.handleUpdate(update), other!.handleUpdate(update)]));
    await one!.handleUpdate(update);
    if (hall.arrives === 'again') await other!.handleUpdate(update);
  });
  log.error = (...about: unknown[]) => void hall.faults.push(`logged: ${JSON.stringify(about)}`);
  log.warn = (...about: unknown[]) => {
    if (/Telegram refused/.test(JSON.stringify(about))) hall.faults.push(`logged: ${JSON.stringify(about)}`);
  };
  return hall;
}

/** Nobody waits for the pace of a chat: what is looked at is what arrives, not when. */
async function forgetPace(db: Kysely<Database>): Promise<void> {
  await sql`
    create function forget_pace() returns trigger language plpgsql as $$
    begin new.next_place_at := '-infinity'; return new; end $$`.execute(db);
  await sql`
    create trigger forget_pace before insert or update on chat_budget
    for each row execute function forget_pace()`.execute(db);
}

let games = 0;

/** Four readers, two people with a role, and a group of theirs; nobody the bot has met before. */
async function newGame(db: Kysely<Database>, { telegram, deps, time }: Hall): Promise<Game> {
  const first = 8_100_000_000 + 100 * ++games;
  const people = [0, 1, 2, 3, 4, 5].map((n) => telegram.person(first + n, { language_code: 'vi' }));
  for (const [n, role] of [
    [4, 'owner'],
    [5, 'editor'],
  ] as const) {
    const id = people[n]!.user.id;
    const ids = { telegram_id_hash: deps.seal.hash(id), telegram_id_sealed: deps.seal.seal(id) };
    await grantRole(db, { ...ids, locale: 'vi' }, role, null, time.now);
  }
  const group = telegram.group(-1_001_000_000_000 - games);
  group.openTopic(4);
  group.openTopic(9);
  group.add(people[0]!, 'creator');
  for (const person of people.slice(1)) group.add(person);
  group.add(people[1]!, 'administrator');
  await group.addBot(people[0]!);
  return { people, group, topics: [undefined, 4, 9], ever: new Set(), links: new Set() };
}
