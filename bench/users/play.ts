import { isDeepStrictEqual } from 'node:util';
import { commands } from '../../src/bot/commands.js';
import type { Message, Person } from '../../src/demo/telegram/telegram.js';
import { cutDigests } from '../../src/digest/cut.js';
import { eraseLapsedChats } from '../../src/store/chats.js';
import { findInvitation } from '../../src/store/invitations.js';
import { saveStory } from '../../tests/support/news.js';
import type { Act } from './acts.js';
import type { Game, Hall } from './game.js';
import { fits, Model, type Offer, type Place, type Row } from './model.js';

/** How often each thing happened, for the report. */
export type Counts = Record<string, number>;

/** Plays the acts in turn; throws at the first thing that is not as it should be. */
export async function play(hall: Hall, acts: readonly Act[], counts: Counts = {}): Promise<void> {
  const game = await hall.newGame();
  const model = new Model([hall.pack.id, ...hall.pack.districts.map(({ id }) => id)]);
  const done: string[] = [];
  for (const act of acts) {
    hall.time.now = new Date(hall.time.now.getTime() + 3000);
    hall.said.length = 0;
    hall.arrives = 'arrives' in act ? act.arrives : 'once';
    const table: Table = { hall, game, model, count: (what) => (counts[what] = (counts[what] ?? 0) + 1) };
    table.count('steps');
    try {
      done.push(await perform(table, act));
      collect(table);
      checkSaid(table);
      await checkStored(table);
      if (hall.faults.length) throw new Error(hall.faults.join('\n'));
    } catch (error) {
      hall.faults.length = 0;
      const before = done.slice(-6).join('\n');
      throw new Error(
        `${(error as Error).message}\nafter ${JSON.stringify(act).slice(0, 400)}\nbefore:\n${before}`,
        {
          cause: error,
        },
      );
    }
  }
}

interface Table {
  hall: Hall;
  game: Game;
  model: Model;
  count(what: string): void;
}

async function perform(table: Table, act: Act): Promise<string> {
  const { hall, game, model } = table;
  const { people, group } = game;
  if ('minutes' in act) return pass(table, act);
  if ('group' in act) {
    if (act.group === 'add') await group.addBot(people[0]!);
    else await group.kickBot(people[0]!);
    if (act.group === 'kick') model.leave(group.chat.id, 'kicked', hall.time.now);
    return `group ${act.group}`;
  }
  const person = people[act.who]!;
  const name = `person ${act.who}`;
  if ('is' in act) {
    group.add(person, act.is);
    return `${name} is ${act.is}`;
  }
  if ('speaks' in act) {
    Object.assign(person.user, { language_code: act.speaks });
    return `${name} speaks ${act.speaks}`;
  }
  if ('blocks' in act) {
    if (act.blocks) await person.block();
    else await person.unblock();
    if (act.blocks) model.leave(person.user.id, 'blocked', hall.time.now);
    return `${name} ${act.blocks ? 'blocks' : 'unblocks'}`;
  }
  if ('say' in act) return say(table, person, marked(act, act.say), act.place);
  if ('link' in act) {
    const links = [...game.links];
    return links.length ? say(table, person, `/start ${links[act.link % links.length]}`, 0) : 'no link';
  }
  if ('answer' in act) {
    const question = person.messages.findLast(({ keyboard }) => keyboard !== undefined);
    return say(table, person, marked(act, act.answer), 0, question);
  }
  const where = locate(table, person, act.place);
  if (where.chat.bot === 'kicked' || where.chat.bot === 'left') return 'nobody there';
  const pressed = choose(game, where, act);
  if (!pressed) return 'nothing to press';
  return press(table, where, pressed.data, pressed.message);
}

// What readers type is theirs alone: it may stand in no other chat.
const mark = (id: number) => `zq${id}x`;
const marked = (act: { who: number }, text: string) =>
  act.who < 4 && text.length < 200 && !text.startsWith('/') && text.length % 2 ? `${text} ${'\u0001'}` : text;

interface Where {
  person: Person;
  chat: Person['chat'];
  thread: number | undefined;
  /** The bot's messages that stand there, oldest first. */
  messages: Message[];
}

function locate({ game }: Table, person: Person, place: number): Where {
  if (place === 0) return { person, chat: person.chat, thread: undefined, messages: person.messages };
  const thread = game.topics[place - 1];
  const messages = game.group.messages.filter(({ thread_id }) => thread_id === thread);
  return { person: person.in(game.group), chat: game.group.chat, thread, messages };
}

async function say(
  table: Table,
  person: Person,
  words: string,
  place: number,
  reply_to?: Message,
): Promise<string> {
  const text = words.replace('\u0001', mark(person.user.id));
  const { hall, count } = table;
  const where = locate(table, person, place);
  const here = where.chat.bot === 'member';
  if (place === 0 && where.chat.bot === 'kicked') hall.arrives = 'once';
  await where.person.send(text, {
    ...(where.thread && { thread_id: where.thread }),
    ...(reply_to && { reply_to }),
  });
  const answers = hall.said.filter(({ chatId }) => chatId === where.chat.id).length;
  const heard = place === 0 || (here && isOurCommand(text));
  if (heard && !answers) throw new Error(`no answer in ${place} to ${JSON.stringify(text).slice(0, 300)}`);
  if (!heard && hall.said.length) throw new Error(`an answer nobody asked for to ${JSON.stringify(text)}`);
  count(place ? 'words in the group' : 'words in private');
  return `${person.user.id} in ${place} says ${JSON.stringify(text).slice(0, 120)}`;
}

const ours = Object.values(commands).flat() as string[];
const isOurCommand = (text: string) => {
  const entities = [...text.matchAll(/(?<![\w/])\/(\w{1,64})(@\w+)?/g)];
  const [first] = entities;
  return first?.index === 0 && !first[2] && ours.includes(first[1]!.toLowerCase());
};

type Pressing = Extract<Act, { button: number } | { ever: number } | { forged: string }>;

function choose(
  { ever }: Game,
  { messages }: Where,
  act: Pressing,
): { data: string; message: Message } | undefined {
  if (!messages.length) return undefined;
  if ('button' in act) {
    const withButtons = messages.filter(({ buttons }) => buttons.length);
    const message = withButtons.at(-1 - (act.newest % Math.max(1, withButtons.length)));
    const all = message?.buttons.flat().flatMap(({ callback_data }) => callback_data ?? []) ?? [];
    const data = damaged(all[act.button % all.length], act.damage);
    return message && data ? { data, message } : undefined;
  }
  const message = messages.at(-1)!;
  if ('forged' in act) return { data: act.forged, message };
  const all = [...ever];
  const data = damaged(all[act.ever % all.length], act.damage);
  return data ? { data, message } : undefined;
}

function damaged(data: string | undefined, how: { cut: number } | { at: number; byte: number } | undefined) {
  if (!data || !how) return data;
  if ('cut' in how) return data.slice(0, -1 - (how.cut % data.length));
  const at = how.at % data.length;
  return data.slice(0, at) + String.fromCharCode(how.byte) + data.slice(at + 1);
}

async function press(table: Table, where: Where, data: string, message: Message): Promise<string> {
  const { hall, game, model, count } = table;
  const { person, chat } = where;
  const isPrivate = chat.type === 'private';
  const status = chat.members.get(person.user.id);
  const may = isPrivate || status === 'creator' || status === 'administrator';
  const place: Place = {
    key: `${chat.id}/${message.thread_id ?? 0}`,
    isPrivate,
    language: person.user.language_code ?? '',
    now: hall.time.now,
  };
  const offer = await findOffer(hall, data);
  const answered = await person.pressData(data, { id: message.message_id });
  if (!answered.answered) throw new Error(`a press of ${JSON.stringify(data)} is not answered`);
  const shown = answered.text ?? '';
  if (game.people.some(({ user }) => user !== person.user && shown.includes(String(user.id))))
    throw new Error(`somebody else in ${shown}`);
  if (may) {
    const row = model.rows.get(place.key);
    const before = row && { ...row, open: new Set(row.open) };
    model.press(data, place, offer);
    await adoptHours(table, place.key, data, before);
  }
  count(isPrivate ? 'presses in private' : 'presses in the group');
  return `${person.user.id} in ${place.key} presses ${JSON.stringify(data)}: ${shown}`;
}

/** Which hours and days a rhythm comes to is looked at elsewhere; here, that they are of its kind. */
async function adoptHours({ hall, model }: Table, key: string, data: string, before: Row | undefined) {
  const row = model.rows.get(key);
  if (!row || !before || !/^v1:s[fhd]:/.test(data)) return;
  const stored = (await readChats(hall, [key])).get(key);
  if (!stored || !fits(data, before, stored))
    throw new Error(
      `${data} made ${stored?.times} on ${stored?.weekdays} of ${before.times} on ${before.weekdays}`,
    );
  Object.assign(row, { times: stored.times, weekdays: stored.weekdays });
}

async function findOffer({ deps, time }: Hall, data: string): Promise<Offer | undefined> {
  const [, code] = /^v1:ao:y:([\w-]+)$/.exec(data) ?? [];
  const found = code ? await findInvitation(deps.db, code, time.now) : undefined;
  if (found?.state !== 'open' || found.invitation.kind !== 'official') return undefined;
  const { district_ids, times, weekdays } = found.invitation;
  return { district_ids, times: times!, weekdays: weekdays! };
}

/** Time goes on: news comes, digests are cut and sent, what has lapsed is erased. Who follows nothing hears nothing. */
async function pass(
  { hall, game, model, count }: Table,
  { minutes, news }: { minutes: number; news: number },
) {
  const { deps, time } = hall;
  time.now = new Date(time.now.getTime() + minutes * 60_000);
  for (let n = 0; n < news; n++)
    await saveStory(deps.db, [hall.pack.districts[(n + minutes) % hall.pack.districts.length]!.id], time.now);
  const all = [...game.people.map(({ chat }) => chat), game.group.chat];
  const deaf = all.filter(
    ({ id }) => ![...model.rows].some(([key, { open }]) => key.startsWith(`${id}/`) && open.size),
  );
  const before = deaf.map((chat) => chat.last_message_id);
  await cutDigests(deps.db, hall.pack, time.now, { deliverTo: '*' });
  await hall.deliver();
  await eraseLapsedChats(deps.db, time.now);
  model.forget(time.now);
  if (deaf.some((chat, n) => chat.last_message_id !== before[n]))
    throw new Error('a digest came to a chat that follows nothing');
  count('passing of time');
  return `${minutes} minutes pass`;
}

/** Remembers every button and link that stands under the newest messages. */
function collect({ game }: Table): void {
  for (const chat of [...game.people.map(({ chat }) => chat), game.group.chat])
    for (const { buttons, text } of chat.messages.slice(-4)) {
      for (const { callback_data } of buttons.flat()) if (callback_data) game.ever.add(callback_data);
      for (const [, link] of text.matchAll(/\?start=([\w-]+)/g)) game.links.add(link!);
    }
}

/** What is said to one is about nobody else. */
function checkSaid({ hall, game }: Table): void {
  for (const { chatId, message, method } of hall.said) {
    for (const { user } of game.people) {
      if (user.id === chatId) continue;
      if (message.includes(mark(user.id)) || (chatId > 0 && message.includes(String(user.id))))
        throw new Error(`${method} to ${chatId} is about ${user.id}: ${message.slice(0, 500)}`);
    }
    const [, file] = /"document":\{"file_id":"file(\d+)"/.exec(message) ?? [];
    const chat = [...game.people.map(({ chat }) => chat), game.group.chat].find(({ id }) => id === chatId);
    const sent = file && chat?.messages.find(({ message_id }) => message_id === Number(file))?.document;
    if (sent && JSON.parse(sent.bytes.toString()).telegram_id !== chatId)
      throw new Error(`the export of ${chatId} is somebody else's`);
  }
}

type Stored = Omit<Row, 'ended'> & { due_at: Date | null };

async function readChats({ deps, time }: Hall, keys: readonly string[]): Promise<Map<string, Stored>> {
  const hashes = new Map(
    keys.map((key) => [deps.seal.hash(Number(key.split('/')[0])).toString('hex'), key.split('/')[0]!]),
  );
  const chats = await deps.db
    .selectFrom('chat')
    .selectAll()
    .where(
      'telegram_id_hash',
      'in',
      [...hashes.keys()].map((hex) => Buffer.from(hex, 'hex')),
    )
    .execute();
  const open = await deps.db
    .selectFrom('subscription')
    .select(['chat_id', 'district_id'])
    .where('chat_id', 'in', [0, ...chats.map(({ id }) => id)])
    .where('ended_at', 'is', null)
    .execute();
  return new Map(
    chats.map((chat) => [
      `${hashes.get(chat.telegram_id_hash.toString('hex'))}/${chat.thread_id}`,
      {
        ...shape(chat, time.now),
        due_at: chat.due_at,
        open: new Set(open.flatMap((one) => (one.chat_id === chat.id ? one.district_id : []))),
      },
    ]),
  );
}

type Shaped = Omit<Row, 'open' | 'ended' | 'paused_until'>;

function shape(row: Shaped & { paused_until: Date | number | null }, now: Date): Omit<Row, 'open' | 'ended'> {
  const { locale, style, display, announcements, urgent, quiet_from, quiet_until, times, weekdays } = row;
  const paused = row.paused_until === null ? 0 : Number(row.paused_until);
  return {
    ...{ locale, style, display, announcements, urgent, quiet_from, quiet_until, times, weekdays },
    // A pause that is over is none.
    paused_until: paused > now.getTime() ? paused : null,
  };
}

/** The database holds what the model holds, no row more. */
async function checkStored({ hall, game, model }: Table): Promise<void> {
  const ids = [...game.people.map(({ user }) => user.id), game.group.chat.id];
  const stored = await readChats(
    hall,
    ids.map((id) => `${id}/0`),
  );
  for (const key of new Set([...stored.keys(), ...model.rows.keys()])) {
    const is = stored.get(key);
    const should = model.rows.get(key);
    const { due_at, ...row } = is ?? { due_at: null };
    const expected = should && { ...shape(should, hall.time.now), open: should.open };
    if (!is || !isDeepStrictEqual(row, expected))
      throw new Error(`${key} is ${show(is)}\nshould be ${show(expected)}`);
    if ((due_at === null) !== (is.open.size === 0 || is.times.length === 0))
      throw new Error(`${key} waits for ${due_at?.toISOString()}: ${show(is)}`);
  }
}

const show = (row: object | undefined) =>
  JSON.stringify(row, (_, value) => (value instanceof Set ? [...value] : value)) ?? 'nothing';
