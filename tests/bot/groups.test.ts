import { expect, test } from 'vitest';
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
