import { beforeEach, expect, test, vi } from 'vitest';
import { createBell } from '../../src/delivery/bell.js';
import { createBreaker } from '../../src/delivery/breaker.js';
import { sendDue } from '../../src/delivery/send.js';
import { openTelegram } from '../../src/delivery/telegram.js';
import type { Group } from '../../src/demo/telegram/telegram.js';
import { cutDigests } from '../../src/digest/cut.js';
import { log } from '../../src/log.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource as pack, saveStory } from '../support/news.js';

const db = await testDatabase();
const { telegram, deps, time } = await startBot(db, pack);
const sending = { ...deps, telegram: openTelegram(deps.config, { fetch: telegram.fetch as never }) };
const lan = telegram.person(7, { language_code: 'vi' });
const minh = telegram.person(8, { language_code: 'vi' });
const failures = vi.spyOn(log, 'error');
const agree = 'Đồng ý, gửi tin cho tôi';

let groups = 0;
let forum: Group;

beforeEach(async () => {
  forum = telegram.group(-1_000 - ++groups, { title: 'Diễn đàn xã' });
  forum.add(lan, 'administrator');
  forum.add(minh);
  forum.openTopic(11);
  forum.openTopic(12);
  await forum.addBot(lan);
  failures.mockClear();
});

const hash = () => deps.seal.hash(forum.chat.id);
const followed = async () => {
  const rows = await db
    .selectFrom('subscription')
    .innerJoin('chat', 'chat.id', 'subscription.chat_id')
    .select(['thread_id', 'district_id', 'ended_reason'])
    .where('telegram_id_hash', '=', hash())
    .orderBy('thread_id')
    .orderBy('subscription.id')
    .execute();
  return rows.map(({ thread_id, district_id, ended_reason }) =>
    [thread_id, district_id, ended_reason].filter((one) => one !== null).join(' '),
  );
};
const said = (thread_id: number | undefined) =>
  forum.messages.filter((message) => message.thread_id === thread_id);
const follow = async (thread_id: number | undefined, district: string) => {
  await lan.in(forum).send(`/start ${district}`, thread_id === undefined ? {} : { thread_id });
  await lan.in(forum).press(agree, { id: forum.messages.at(-1)!.message_id });
};
async function nextMorning(): Promise<void> {
  await saveStory(db, ['an-lac', 'binh-son', 'cao-xa'], time.now);
  time.now = new Date(time.now.getTime() + 24 * 3_600_000);
  await cutDigests(db, pack, time.now, { deliverTo: '*' });
  await deliverAll();
}
/** What may go at this moment. */
async function deliver(): Promise<void> {
  const bell = createBell();
  await sendDue(sending, bell, createBreaker(bell));
}
/** As if a group's three seconds went by after each message. */
async function deliverAll(): Promise<void> {
  for (let n = 0; n < 4; n++) {
    await deliver();
    await db
      .updateTable('chat_budget')
      .set({ next_place_at: '-infinity' as never })
      .execute();
  }
}

test('each topic follows its own, and what is said and sent goes into it', async () => {
  await lan.in(forum).send('/khuvuc', { thread_id: 11 });
  await lan.in(forum).press('An Lạc');
  await lan.in(forum).press('Tiếp tục (1)');
  expect(said(11).at(-1)!.text).toContain('gửi vào chủ đề này');
  await lan.in(forum).press(agree);
  await follow(12, 'binh-son');
  await follow(undefined, 'cao-xa');
  expect(await followed()).toEqual(['0 cao-xa', '11 an-lac', '12 binh-son']);
  expect(said(undefined).at(-1)!.text).not.toContain('chủ đề');

  await lan.in(forum).send('/settings', { thread_id: 12 });
  expect(said(12).at(-1)!.text).toContain('Bình Sơn');
  await deliverAll();
  const before = [11, 12, undefined].map((topic) => said(topic).length);
  await nextMorning();
  const after = [11, 12, undefined].map((topic) => said(topic).length);
  expect(after).toEqual(before.map((n) => n + 1));
  expect(said(11).at(-1)).toMatchObject({ silent: true });
  expect(said(11).at(-1)!.text).toContain('An Lạc');
  await lan.send('/start an-lac');
  await lan.press(agree);
  await deliver();
  expect(lan.last.silent).toBe(false);
});

test('a topic that is closed or deleted ends alone, and is followed again when it is open again', async () => {
  await follow(11, 'an-lac');
  await follow(12, 'binh-son');
  await follow(undefined, 'cao-xa');
  await deliverAll();
  forum.closeTopic(11);
  forum.deleteTopic(12);
  await nextMorning();
  expect(await followed()).toEqual(['0 cao-xa', '11 an-lac no_rights', '12 binh-son no_rights']);
  await lan.in(forum).send('/settings', { thread_id: 11 });
  expect(failures).not.toHaveBeenCalled();

  await forum.reopenTopic(11, lan);
  expect(await followed()).toEqual(['0 cao-xa', '11 an-lac', '12 binh-son no_rights']);
  const before = said(11).length;
  await nextMorning();
  expect(said(11)).toHaveLength(before + 1);
});

test("a reply in a group without topics is the group's own", async () => {
  const village = telegram.group(-77);
  village.add(lan, 'creator');
  await village.addBot(lan);
  // Telegram numbers the thread of a reply too.
  await lan.in(village).send('/start an-lac', { thread_id: 5 });
  await lan.in(village).press(agree);
  const [chat] = await db
    .selectFrom('chat')
    .select('thread_id')
    .where('telegram_id_hash', '=', deps.seal.hash(-77))
    .execute();
  expect(chat).toEqual({ thread_id: 0 });
});

test('put out and added again, the bot asks in each place that was served', async () => {
  await follow(11, 'an-lac');
  await follow(12, 'binh-son');
  await forum.kickBot(lan);
  expect(await followed()).toEqual(['11 an-lac kicked', '12 binh-son kicked']);
  forum.deleteTopic(12);
  const before = forum.messages.length;
  await forum.addBot(lan);
  expect(forum.messages.slice(before).map(({ thread_id, text }) => [thread_id, text.split('.')[0]])).toEqual([
    [11, 'Bot đã trở lại'],
  ]);
  const refused = await minh.in(forum).press(agree, { newest: 0 });
  expect(refused.text).toContain('Chỉ quản trị viên');
  await lan.in(forum).press(agree, { newest: 0 });
  expect(await followed()).toContain('11 an-lac');
});

test('silenced it ends, with the right to write it goes on by itself', async () => {
  await follow(11, 'an-lac');
  await follow(undefined, 'cao-xa');
  const before = forum.messages.length;
  await forum.restrictBot(lan);
  expect(await followed()).toEqual(['0 cao-xa no_rights', '11 an-lac no_rights']);
  await forum.freeBot(lan);
  expect(await followed()).toEqual(['0 cao-xa', '11 an-lac']);
  expect(forum.messages).toHaveLength(before);
});

test('all topics of a group keep to one pace', async () => {
  await follow(11, 'an-lac');
  await follow(12, 'binh-son');
  await follow(undefined, 'cao-xa');
  // Three first digests wait; a group gets one message in three seconds.
  const before = forum.messages.length;
  await deliver();
  expect(forum.messages).toHaveLength(before + 1);
  const budgets = await db
    .selectFrom('chat')
    .select('budget_id')
    .where('telegram_id_hash', '=', hash())
    .execute();
  expect(new Set(budgets.map(({ budget_id }) => budget_id)).size).toBe(1);
});
