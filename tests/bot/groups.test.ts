import { expect, test } from 'vitest';
import { allowedUpdates } from '../../src/processes/updates.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
const { telegram, deps } = await startBot(db, pack);
const lan = telegram.person(7, { language_code: 'vi' });
const minh = telegram.person(8, { language_code: 'vi' });

const subscriptionsOf = (id: number) =>
  db
    .selectFrom('subscription')
    .innerJoin('chat', 'chat.id', 'subscription.chat_id')
    .select(['kind', 'district_id', 'ended_reason'])
    .where('telegram_id_hash', '=', deps.seal.hash(id))
    .execute();

test('in a group its admins decide, everyone may read, and ordinary talk is left alone', async () => {
  const village = telegram.group(-5, { type: 'supergroup', title: 'Xóm Đoàn Kết' });
  village.add(lan, 'administrator');
  village.add(minh);
  await village.addBot(lan);
  expect(village.messages).toHaveLength(0);
  await minh.in(village).send('Chiều nay họp xóm nhé');
  await minh.in(village).send('/nosuch');
  expect(village.messages).toHaveLength(0);

  await minh.in(village).send('/start d_an-lac');
  expect(village.messages.at(-1)!.text).toContain('Chỉ quản trị viên');
  await lan.in(village).send('/start d_an-lac');
  const refused = await minh.in(village).press('Đồng ý, gửi tin cho tôi');
  expect(refused.text).toContain('Chỉ quản trị viên');
  expect(await subscriptionsOf(-5)).toEqual([]);
  await lan.in(village).press('Đồng ý, gửi tin cho tôi');
  expect(await subscriptionsOf(-5)).toMatchObject([{ kind: 'supergroup', district_id: 'an-lac' }]);

  const before = village.messages.length;
  await minh.in(village).send('/tin');
  expect(village.messages.length).toBe(before + 1);
  await minh.in(village).send('/dung');
  expect(village.messages.at(-1)!.text).toContain('Chỉ quản trị viên');
});

test('a bot put out of a group stops there', async () => {
  const club = telegram.group(-6);
  club.add(lan, 'creator');
  await club.addBot(lan);
  await lan.in(club).send('/start an-lac');
  await lan.in(club).press('Đồng ý, gửi tin cho tôi');
  await club.kickBot(lan);
  expect(await subscriptionsOf(-6)).toMatchObject([{ ended_reason: 'kicked' }]);
});

test('in a group no text asks for a typed place, because none is heard there', async () => {
  const hamlet = telegram.group(-8);
  hamlet.add(lan, 'administrator');
  await hamlet.addBot(lan);
  for (const said of ['/khuvuc', '/settings', '/start nowhere', '/help']) {
    await lan.in(hamlet).send(said);
    expect(hamlet.messages.at(-1)!.text, said).not.toMatch(/gõ tên/i);
  }
  await lan.in(hamlet).send('/start an-lac');
  await lan.in(hamlet).press('Đồng ý, gửi tin cho tôi');
  await lan.in(hamlet).send('/start');
  expect(hamlet.messages.at(-1)!.text).not.toMatch(/gõ tên/i);
});

test('a channel is served by whoever may post in it, and its other posts are left alone', async () => {
  const channel = telegram.group(-1009, { type: 'channel', title: 'Loa xóm' });
  channel.add(lan, 'administrator');
  channel.add(minh);
  await channel.addBot(lan, 'administrator');
  await lan.in(channel).send('Chào cả nhà');
  expect(channel.messages).toHaveLength(0);
  await lan.in(channel).send('/start an-lac');
  const refused = await minh.in(channel).press('Đồng ý, gửi tin cho tôi');
  expect(refused.text).toContain('Chỉ quản trị viên');
  await lan.in(channel).press('Đồng ý, gửi tin cho tôi');
  expect(await subscriptionsOf(-1009)).toMatchObject([{ kind: 'channel', district_id: 'an-lac' }]);
  expect(allowedUpdates).toContain('channel_post');
});
