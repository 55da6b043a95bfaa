import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { encodeChoice } from '../../src/bot/choice.js';
import { noticeVersion } from '../../src/bot/notice.js';
import type { Group, Person } from '../../src/demo/telegram/telegram.js';
import { log } from '../../src/log.js';
import { listDistricts } from '../../src/store/region.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
const { telegram, time, deps } = await startBot(db, pack);
const people = [1, 2, 3].map((id) => telegram.person(id, { language_code: 'vi' }));
const failures = vi.spyOn(log, 'error');

const say = fc.constantFrom(
  '/start an-lac',
  '/start',
  '/khuvuc',
  '/settings',
  '/dung',
  '/tin',
  '/privacy',
  'chào',
);
const all = await listDistricts(db);
const choice = (id: string) => encodeChoice(all, [id]);
// What changes something, and what only shows: forged here, for a press is worth what its presser may do.
const data = fc.constantFrom(
  ...['an-lac', 'binh-son'].map((id) => `v1:y:${noticeVersion}:0630:${choice(id)}`),
  ...['an-lac', 'cao-xa'].flatMap((id) => [`v1:w:${choice(id)}`, `v1:f:${choice(id)}`]),
  ...[
    'v1:sh:0700',
    'v1:sn:1',
    'v1:sn:0',
    'v1:sl:en',
    'v1:sl:vi',
    'v1:sp',
    'v1:sr',
    'v1:xp',
    'v1:xy',
    'v1:ey',
  ],
  ...['v1:n', 'v1:s', 'v1:d', 'v1:i', `v1:l:${choice('an-lac')}`],
);
const who = fc.nat({ max: people.length - 1 });
const other = fc.integer({ min: 1, max: people.length - 1 });
const topic = fc.constantFrom(undefined, 4, 9);
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ who, say, topic }) },
  { weight: 4, arbitrary: fc.record({ who, button: fc.nat() }) },
  { weight: 8, arbitrary: fc.record({ who, data, message: fc.nat({ max: 9 }) }) },
  // The first one stays the group's creator.
  { weight: 2, arbitrary: fc.record({ other, status: fc.constantFrom('administrator', 'member', 'left') }) },
  { weight: 1, arbitrary: fc.record({ bot: fc.constantFrom('kick', 'add', 'restrict', 'free') }) },
  { weight: 1, arbitrary: fc.record({ closes: fc.constantFrom(4, 9), open: fc.boolean() }) },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** All that is stored of the group and its topics, but for what the clock does. */
async function stored({ chat }: Group): Promise<string> {
  const chats = await db
    .selectFrom('chat')
    .selectAll()
    .where('telegram_id_hash', '=', deps.seal.hash(chat.id))
    .orderBy('id')
    .execute();
  const ids = [0, ...chats.map(({ id }) => id)];
  const subscriptions = await db
    .selectFrom('subscription')
    .selectAll()
    .where('chat_id', 'in', ids)
    .orderBy('id')
    .execute();
  for (const { id, due_at } of chats) {
    const follows = subscriptions.some(({ chat_id, ended_at }) => chat_id === id && !ended_at);
    expect(due_at !== null).toBe(follows);
  }
  return JSON.stringify([chats, subscriptions]);
}

async function perform(group: Group, one: Act): Promise<void> {
  const lan = people[0]!;
  if ('bot' in one) {
    if (one.bot === 'kick') return group.kickBot(lan);
    if (one.bot === 'restrict') return group.restrictBot(lan);
    return one.bot === 'free' ? group.freeBot(lan) : group.addBot(lan);
  }
  if ('closes' in one) {
    if (!one.open) return group.closeTopic(one.closes);
    return group.chat.bot === 'kicked' ? undefined : group.reopenTopic(one.closes, lan);
  }
  if ('status' in one) return group.add(people[one.other]!, one.status as 'member');
  const person = people[one.who]! as Person;
  if ('say' in one)
    return void (await person.in(group).send(one.say, one.topic ? { thread_id: one.topic } : {}));
  if (group.chat.bot === 'kicked') return;
  const buttons = group.messages.flatMap(({ message_id, buttons }) =>
    buttons.flat().map(({ callback_data }) => ({ id: message_id, data: callback_data ?? '' })),
  );
  const pressed =
    'data' in one
      ? { data: one.data, id: group.messages.at(-1 - (one.message % group.messages.length))!.message_id }
      : buttons.at(-1 - (one.button % 40));
  if (!pressed) return;
  const press = await person.in(group).pressData(pressed.data, { id: pressed.id });
  expect(press.answered, pressed.data).toBe(true);
}

test('whoever is no admin at that moment changes nothing, however rights change while people press', async () => {
  let id = -5000;
  let changes = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 60 }), async (acts) => {
      const group = telegram.group(id--);
      for (const person of people) group.add(person);
      group.add(people[0]!, 'creator');
      group.openTopic(4);
      group.openTopic(9);
      await group.addBot(people[0]!);
      await people[0]!.in(group).send('/start an-lac', { thread_id: 4 });
      await people[0]!.in(group).press(/Đồng ý/);
      for (const one of acts) {
        time.now = new Date(time.now.getTime() + 1000);
        const before = await stored(group);
        const status = 'who' in one && group.chat.members.get(people[one.who]!.user.id);
        await perform(group, one);
        const after = await stored(group);
        if ('who' in one && status !== 'creator' && status !== 'administrator') expect(after).toBe(before);
        else if ('who' in one && after !== before) changes += 1;
      }
      expect(failures).not.toHaveBeenCalled();
    }),
    { numRuns: 40, endOnFailure: true },
  );
  // The acts did reach the settings.
  expect(changes).toBeGreaterThan(20);
}, 120_000);
