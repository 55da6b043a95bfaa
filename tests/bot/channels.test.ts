import { beforeEach, expect, test } from 'vitest';
import type { Group } from '../../src/demo/telegram/telegram.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
const { telegram, deps } = await startBot(db, pack);
const agree = 'Đồng ý, gửi tin cho tôi';

let count = 0;
let channel: Group;
let lan: ReturnType<typeof telegram.person>;

beforeEach(() => {
  count += 1;
  channel = telegram.group(-1_001_000_000_000 - count, { type: 'channel', title: 'Loa <xóm>' });
  lan = telegram.person(100 + count, { language_code: 'vi' });
  channel.add(lan, 'administrator');
});

const followed = async (id: number) => {
  const rows = await db
    .selectFrom('subscription')
    .innerJoin('chat', 'chat.id', 'subscription.chat_id')
    .select(['kind', 'district_id', 'ended_reason'])
    .where('telegram_id_hash', '=', deps.seal.hash(id))
    .orderBy('subscription.id')
    .execute();
  return rows.map(
    ({ kind, district_id, ended_reason }) => `${kind} ${district_id} ${ended_reason ?? 'open'}`,
  );
};

test('whoever lets the bot into a channel chooses for it in private, where no reader sees the buttons', async () => {
  await channel.addBot(lan, 'administrator');
  expect(lan.last.text).toMatch(/^Kênh Loa <xóm>\nChọn nơi kênh này nhận tin/);
  await lan.press('An Lạc');
  await lan.press('Tiếp tục (1)');
  await lan.press(agree);
  expect(lan.last.text).toMatch(/^Kênh Loa <xóm>\nXong/);
  expect(await followed(channel.chat.id)).toEqual(['channel an-lac open']);
  expect(await followed(lan.user.id)).toEqual([]);
  expect(channel.messages).toEqual([]);

  await lan.press('Cài đặt');
  await lan.press(/Hủy/);
  await lan.press(/^Hủy nhận tin$/);
  expect(await followed(channel.chat.id)).toEqual(['channel an-lac stopped']);
  await lan.press('Hoàn tác');
  expect(await followed(channel.chat.id)).toEqual(['channel an-lac open']);
});

test('who has not started the bot finds the way to it in one silent post', async () => {
  const mai = telegram.person(100 + ++count, { language_code: 'vi', started: false });
  channel.add(mai, 'administrator');
  await channel.addBot(mai, 'administrator');
  const [post] = channel.messages;
  expect(channel.messages).toHaveLength(1);
  expect(post!.silent).toBe(true);
  const payload = new URL(post!.buttons[0]![0]!.url!).searchParams.get('start')!;
  expect(payload).toMatch(/^r_[0-9a-z]+$/);
  await mai.send(`/start ${payload}`);
  expect(mai.last.text).toContain('Kênh Loa <xóm>');
  await mai.press('Bình Sơn');
  await mai.press('Tiếp tục (1)');
  await mai.press(agree);
  expect(await followed(channel.chat.id)).toEqual(['channel binh-son open']);
  await mai.send(`/start ${payload}`);
  expect(mai.last.text).toContain('Bình Sơn');
  for (const text of ['/start', '/start an-lac', '/khuvuc', '/settings', '/dung', '/privacy']) {
    await mai.in(channel).send(text);
    expect(channel.messages.at(-1)!.buttons, text).toEqual(post!.buttons);
  }
});

test("a channel's button or link is of no use to anyone who is not its admin, nor once they are not any more", async () => {
  await channel.addBot(lan, 'administrator');
  const tick = lan.last.buttons[0]![0]!.callback_data!;
  const minh = telegram.person(9, { language_code: 'vi' });
  await minh.send('/help');
  const before = minh.last.text;
  const code = tick.split(':')[1]!.slice(1);
  for (const data of [tick, `v1:r${code}:ey`, `v1:r${code}:y:1.0:0630:Ag`, `v1:r${code}:ej`]) {
    const press = await minh.pressData(data);
    expect(press.text, data).toContain('Chỉ quản trị viên của kênh');
  }
  for (const data of [
    `v1:r${code}:`,
    'v1:r0:s',
    'v1:rzzzzzzzzzz:s',
    `v1:r${(5).toString(36)}:s`,
    'v1:r',
    'v1:r!:s',
  ])
    expect((await minh.pressData(data)).answered, data).toBe(true);
  expect(minh.last.text).toBe(before);
  await minh.send(`/start r_${code}`);
  expect(minh.last.text).toContain('Chỉ quản trị viên của kênh');

  channel.add(lan, 'member');
  expect((await lan.pressData(tick)).text).toContain('Chỉ quản trị viên của kênh');
  await channel.kickBot(lan);
  expect((await lan.pressData(tick)).text).toContain('Chỉ quản trị viên của kênh');
  expect(await followed(channel.chat.id)).toEqual([]);
});

test("a role is the person's own: on behalf of a channel there is none to see, use or erase", async () => {
  const { seal } = deps;
  await db
    .insertInto('staff')
    .values({
      telegram_id_hash: seal.hash(lan.user.id),
      telegram_id_sealed: seal.seal(lan.user.id),
      role: 'editor',
      locale: 'vi',
      granted_at: deps.clock(),
    } as never)
    .execute();
  await channel.addBot(lan, 'administrator');
  const [, code] = lan.last.buttons[0]![0]!.callback_data!.split(':');
  expect((await lan.pressData(`v1:${code}:aa:h`)).text).toContain('Nút này đã cũ');
  expect((await lan.pressData(`v1:${code}:ey`)).text).toBeDefined();
  const staff = await db.selectFrom('staff').select('ended_at').execute();
  expect(staff).toEqual([{ ended_at: null }]);
});

test('without the right to post a channel ends, with it again it goes on', async () => {
  await channel.addBot(lan, 'administrator');
  await lan.press('An Lạc');
  await lan.press('Tiếp tục (1)');
  await lan.press(agree);
  await channel.restrictBot(lan);
  expect(await followed(channel.chat.id)).toEqual(['channel an-lac no_rights']);
  await channel.freeBot(lan);
  expect(await followed(channel.chat.id)).toEqual(['channel an-lac open']);
  expect(lan.last.text).toContain('An Lạc');
  await channel.kickBot(lan);
  await channel.addBot(lan, 'administrator');
  expect(lan.last.text).toMatch(/Trước đây kênh theo dõi: An Lạc/);
  await lan.press(agree);
  expect((await followed(channel.chat.id)).at(-1)).toBe('channel an-lac open');
  expect(channel.messages).toEqual([]);
});

test('a link or button that would ask in the channel what it follows leads its admin to the private chat', async () => {
  await channel.addBot(lan, 'administrator');
  const here = lan.in(channel);
  for (const text of ['/start', '/start an-lac', '/start d_nowhere']) {
    await here.send(text);
    expect(channel.messages.at(-1)!.text, text).toContain('cuộc trò chuyện riêng với bot');
    expect(channel.messages.at(-1)!.buttons.flat(), text).toHaveLength(1);
  }
  await here.send('/tin');
  const posts = channel.messages.length;
  for (const data of ['v1:dn', 'v1:o:0630:Ag', 'v1:c:0630:0:Ag', 'v1:mc:0630:0:Ag', 'v1:s']) {
    const press = await here.pressData(data);
    expect(press.url, data).toMatch(/\?start=r_[0-9a-z]+$/);
  }
  expect(channel.messages).toHaveLength(posts);
  const mai = telegram.person(100 + ++count, { language_code: 'vi' }).in(channel);
  expect((await mai.pressData('v1:dn')).text).toContain('quản trị viên');
});

test('who lets the bot into a channel without the right to post is told what to do, and asked once it is given', async () => {
  // Come from outside as an admin who may not post.
  await channel.restrictBot(lan);
  expect(lan.messages).toHaveLength(1);
  expect(lan.last.text).toMatch(/^Kênh Loa <xóm>\n.*chưa được quyền đăng/);
  expect(lan.last.buttons).toEqual([]);
  await channel.freeBot(lan);
  expect(lan.last.text).toMatch(/^Kênh Loa <xóm>\nChọn nơi kênh này nhận tin/);
  const mai = telegram.person(100 + ++count, { language_code: 'vi', started: false });
  const other = telegram.group(-1_001_500_000_000 - count, { type: 'channel' });
  other.add(mai, 'administrator');
  await other.restrictBot(mai);
  expect([mai.messages, other.messages]).toEqual([[], []]);
});

test('a question asked for a channel is answered for the channel, and only by its admin', async () => {
  await channel.addBot(lan, 'administrator');
  await lan.press('An Lạc');
  await lan.press('Tiếp tục (1)');
  await lan.press(agree);
  const [, code] = lan.last.buttons[0]![0]!.callback_data!.split(':');
  await lan.pressData(`v1:${code}:ka:w`);
  const question = lan.last;
  expect(question.text).toContain('Kênh Loa <xóm>');
  await lan.send('cầu treo', { reply_to: question });
  expect(lan.last.text).toMatch(/^Kênh Loa <xóm>\n[\s\S]*cầu treo/);
  const words = () =>
    db
      .selectFrom('subscription')
      .innerJoin('chat', 'chat.id', 'subscription.chat_id')
      .select('word')
      .where('telegram_id_hash', '=', deps.seal.hash(channel.chat.id))
      .where('word', 'is not', null)
      .where('ended_at', 'is', null)
      .execute();
  expect(await words()).toHaveLength(1);
  channel.add(lan, 'member');
  await lan.send('đê vỡ', { reply_to: question });
  expect(lan.last.text).toContain('Chỉ quản trị viên của kênh');
  expect(await words()).toHaveLength(1);
});

test('the map of a choice for a channel names the channel too', async () => {
  await channel.addBot(lan, 'administrator');
  await lan.press('Xem bản đồ');
  expect(lan.last.photo).toBeDefined();
  expect(lan.last.text).toMatch(/^Kênh Loa <xóm>/);
  await lan.press('An Lạc');
  expect(lan.last.text).toMatch(/^Kênh Loa <xóm>/);
  await lan.press('Tiếp tục (1)');
  expect(lan.last.text).toMatch(/^Kênh Loa <xóm>/);
});
