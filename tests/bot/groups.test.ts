import { expect, test, vi } from 'vitest';
import { encodeChoice } from '../../src/bot/choice.js';
import { noticeVersion } from '../../src/bot/notice.js';
import { allowedUpdates } from '../../src/processes/updates.js';
import { listDistricts } from '../../src/store/region.js';
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

test("a channel's posts are left alone, and a button of the choice in it leads its admins to the private chat", async () => {
  const channel = telegram.group(-1009, { type: 'channel', title: 'Loa xóm' });
  channel.add(lan, 'administrator');
  await channel.addBot(lan, 'administrator');
  await lan.in(channel).send('Chào cả nhà');
  expect(channel.messages).toHaveLength(0);
  await lan.in(channel).send('/tin');
  const said = channel.messages.at(-1)!.text;
  const districts = await listDistricts(db);
  const agree = `v1:y:${noticeVersion}:0630:${encodeChoice(districts, ['an-lac'])}`;
  for (const data of ['v1:dn', agree, 'v1:s', 'v1:mc:0630:0:']) {
    const refused = await minh.in(channel).pressData(data);
    expect(refused.text, data).toContain('Chỉ quản trị viên của kênh');
    const led = await lan.in(channel).pressData(data);
    expect(led.url, data).toMatch(/\?start=r_[0-9a-z]+$/);
  }
  expect(channel.messages.map(({ text }) => text)).toEqual([said]);
  expect(await subscriptionsOf(-1009)).toEqual([]);
  expect(allowedUpdates).toContain('channel_post');
});

test('what a group says among itself is dropped before anything is looked up, even where the bot is an admin', async () => {
  const crowd = telegram.group(-10);
  crowd.add(lan, 'administrator');
  await crowd.addBot(lan, 'administrator');
  await lan.in(crowd).send('/tin');
  const [select, before] = [vi.spyOn(db, 'selectFrom'), crowd.messages.length];
  const talk = [
    'Chiều nay họp xóm nhé',
    '/tin@other_bot',
    '/play',
    'an lac',
    'xem /tin đi',
    '@loa_demo_bot ơi',
  ];
  for (const text of talk) await minh.in(crowd).send(text);
  await minh.in(crowd).send('hay quá', { reply_to: crowd.messages.at(-1)! });
  expect(select).not.toHaveBeenCalled();
  select.mockRestore();
  expect(crowd.messages).toHaveLength(before);
  await minh.in(crowd).send('/tin@loa_demo_bot');
  expect(crowd.messages).toHaveLength(before + 1);
});

test('a link brings the bot into a group with the district in it, and an admin agrees with one press', async () => {
  const school = telegram.group(-11, { title: 'Phụ huynh' });
  school.add(lan, 'creator');
  await school.addBot(lan);
  await lan.in(school).send('/start@loa_demo_bot d_an-lac');
  expect(school.messages).toHaveLength(1);
  expect(school.messages[0]!.text).toContain('Theo dõi: An Lạc');
  await lan.in(school).press({ row: 0, column: 0 });
  expect(await subscriptionsOf(-11)).toMatchObject([{ district_id: 'an-lac', ended_reason: null }]);
});

test("a hidden admin and the group's own channel decide as admins do, anybody else's channel does not", async () => {
  const village = telegram.group(-12);
  const [own, strange] = [-1012, -1013].map((id) => telegram.group(id, { type: 'channel' }));
  village.linkTo(own!);
  village.add(lan, 'administrator');
  village.add(minh);
  await village.addBot(lan);
  const answer = async (as: typeof village) => {
    await minh.in(village).send('/khuvuc', { as });
    return village.messages.at(-1)!.text;
  };
  expect(await answer(strange!)).toContain('Chỉ quản trị viên');
  expect(await answer(own!)).toContain('Chọn nơi bạn quan tâm');
  expect(await answer(strange!)).toContain('Chỉ quản trị viên');
  expect(await answer(village)).toContain('Chọn nơi bạn quan tâm');
});

test('reading is open to everyone in a group, and a notice about anything else reaches only who pressed', async () => {
  const square = telegram.group(-13);
  square.add(lan, 'administrator');
  square.add(minh);
  await square.addBot(lan);
  await lan.in(square).send('/start an-lac');
  await lan.in(square).press('Đồng ý, gửi tin cho tôi');
  await lan.in(square).send('/settings');
  const before = JSON.stringify(square.messages.map(({ text, buttons }) => [text, buttons]));
  const buttons = square.messages.at(-1)!.buttons.flat();
  for (const data of [...buttons.map(({ callback_data }) => callback_data!), 'v1:mc:0630:0:']) {
    const press = await minh.in(square).pressData(data);
    expect(press, data).toMatchObject({ alert: true });
    expect(press.text, data).toContain('Chỉ quản trị viên');
  }
  expect(JSON.stringify(square.messages.map(({ text, buttons }) => [text, buttons]))).toBe(before);
  for (const data of ['v1:p:999:1', 'v1:g:l:999:0', 'v1:n', 'v1:i'])
    expect((await minh.in(square).pressData(data)).text ?? '', data).not.toContain('Chỉ quản trị viên');
});

test('in a group a question is for whoever asked, and nobody else is made to answer', async () => {
  const yard = telegram.group(-15);
  yard.add(minh);
  await yard.addBot(minh);
  const asked = await minh.in(yard).send('/timkiem');
  expect(yard.messages.at(-1)).toMatchObject({
    keyboard: { force_reply: true, selective: true },
    reply_to: { message_id: asked.message_id },
  });
});

test('a group that becomes a supergroup goes on there, buttons and all', async () => {
  const small = telegram.group(-14, { type: 'group' });
  small.add(lan, 'creator');
  await small.addBot(lan);
  await lan.in(small).send('/start an-lac');
  await lan.in(small).press('Đồng ý, gửi tin cho tôi');
  const large = await small.upgrade(lan, -1014);
  expect(await subscriptionsOf(-14)).toEqual([]);
  expect(await subscriptionsOf(-1014)).toMatchObject([{ kind: 'supergroup', district_id: 'an-lac' }]);
  expect(large.messages).toEqual([]);
  await lan.in(large).send('/settings');
  expect(large.messages.at(-1)!.text).toContain('An Lạc');
  await lan.in(large).press(/Hủy/);
  await lan.in(large).press('Hủy nhận tin');
  const before = large.messages.length;
  await large.kickBot(lan);
  await large.addBot(lan);
  expect(large.messages).toHaveLength(before);
});
