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
    'v1:ka:w',
  ],
  ...['v1:n', 'v1:s', 'v1:d', 'v1:i', `v1:l:${choice('an-lac')}`],
);
const who = fc.nat({ max: people.length - 1 });
const other = fc.integer({ min: 1, max: people.length - 1 });
const topic = fc.constantFrom(undefined, 4, 9);
/** As whom: themselves, the group (Telegram lets its hidden admins only), its channel, a channel of their own. */
const as = fc.constantFrom('self', 'self', 'group', 'linked', 'own');
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ who, say, topic, as }) },
  { weight: 3, arbitrary: fc.record({ who, answer: fc.constantFrom('cầu treo', 'đê', 'lũ quét'), as }) },
  { weight: 4, arbitrary: fc.record({ who, button: fc.nat() }) },
  { weight: 8, arbitrary: fc.record({ who, data, message: fc.nat({ max: 9 }) }) },
  // The first one stays the group's creator.
  { weight: 2, arbitrary: fc.record({ other, status: fc.constantFrom('administrator', 'member', 'left') }) },
  { weight: 1, arbitrary: fc.record({ bot: fc.constantFrom('kick', 'add', 'restrict', 'free') }) },
  { weight: 1, arbitrary: fc.record({ closes: fc.constantFrom(4, 9), open: fc.boolean() }) },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** What people of the group may speak as beside themselves. */
const linked = telegram.group(-4001, { type: 'channel' });
const own = telegram.group(-4002, { type: 'channel' });
const masks = (group: Group) => ({ self: undefined, group, linked, own });

/** Whether what is done next may change what is stored. */
function mayChange(group: Group, one: Act): boolean {
  if (!('who' in one)) return true;
  if ('as' in one && (one.as === 'group' || one.as === 'linked')) return true;
  if ('as' in one && one.as === 'own') return false;
  return isAdmin(group, one.who);
}

function isAdmin(group: Group, who: number): boolean {
  const status = group.chat.members.get(people[who]!.user.id);
  return status === 'creator' || status === 'administrator';
}

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
  if ('as' in one) {
    // Telegram hides nobody but admins behind the group.
    if (one.as === 'group' && !isAdmin(group, one.who)) return;
    const as = masks(group)[one.as as keyof ReturnType<typeof masks>];
    const asked = group.messages.findLast(({ keyboard }) => keyboard);
    const answers = 'answer' in one && asked;
    const thread_id = answers ? asked.thread_id : (one as { topic?: number }).topic;
    await person.in(group).send('answer' in one ? one.answer : (one as { say: string }).say, {
      ...(thread_id !== undefined && { thread_id }),
      ...(as && { as }),
      ...(answers && { reply_to: asked }),
    });
    return;
  }
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
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 60 }), async (acts) => {
      const group = telegram.group(id--);
      for (const person of people) group.add(person);
      group.add(people[0]!, 'creator');
      group.linkTo(linked);
      group.openTopic(4);
      group.openTopic(9);
      await group.addBot(people[0]!);
      await people[0]!.in(group).send('/start an-lac', { thread_id: 4 });
      await people[0]!.in(group).press(/Đồng ý/);
      await people[0]!.in(group).pressData('v1:ka:w');
      for (const one of acts) {
        time.now = new Date(time.now.getTime() + 1000);
        const before = await stored(group);
        const may = mayChange(group, one);
        await perform(group, one);
        const after = await stored(group);
        if (!may) expect(after).toBe(before);
        else if ('who' in one && after !== before) {
          changes += 1;
          if ('answer' in one) answers += 1;
        }
      }
      expect(failures).not.toHaveBeenCalled();
    }),
    { numRuns: 40, endOnFailure: true },
  );
  // The acts did reach the settings.
  expect(changes).toBeGreaterThan(20);
  expect(answers).toBeGreaterThan(10);
}, 120_000);
