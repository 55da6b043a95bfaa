import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
const { telegram, time, deps } = await startBot(db, pack);
let lan: Person;
let nextId = 100;
beforeEach(() => {
  lan = telegram.person(nextId++, { language_code: 'vi' });
});

const labels = (person: Person) => person.last.buttons.map((row) => row.map(({ text }) => text));
const stored = () =>
  db
    .selectFrom('chat')
    .leftJoin('subscription', 'subscription.chat_id', 'chat.id')
    .select(['chat.id', 'times', 'locale', 'notice_version', 'due_at', 'district_id', 'ended_reason'])
    .where('telegram_id_hash', '=', deps.seal.hash(lan.user.id))
    .orderBy('subscription.id')
    .execute();
const firstDigests = async () => {
  const [chat] = await stored();
  return db.selectFrom('delivery').select(['kind', 'status']).where('chat_id', '=', chat!.id).execute();
};

for (const link of ['/start an-lac', '/start d_an-lac', '/start D_AN-LAC'])
  test(`${link} is answered by one message whose first button agrees; the press brings the first digest`, async () => {
    await lan.send(link);
    expect(lan.messages).toHaveLength(1);
    expect(lan.last.text).toContain('Theo dõi: An Lạc · mỗi ngày 06:30');
    expect(lan.last.text).toContain('mã chat Telegram');
    expect(await stored()).toEqual([]);
    const press = await lan.press({ row: 0, column: 0 });
    expect(press.answered).toBe(true);
    expect(await stored()).toMatchObject([
      { district_id: 'an-lac', times: ['06:30'], notice_version: '1.0' },
    ]);
    expect(await firstDigests()).toEqual([{ kind: 'first', status: 'pending' }]);
    expect(lan.messages).toHaveLength(1);
    expect(lan.last.text).toContain('Bản tin tiếp theo: 06:30 Thứ Ba, 03/03/2026');
  });

test('agreeing twice follows once and brings one digest', async () => {
  await lan.send('/start an-lac');
  const data = lan.last.buttons[0]![0]!.callback_data!;
  await lan.pressData(data);
  await lan.pressData(data);
  expect(await stored()).toHaveLength(1);
  expect(await firstDigests()).toHaveLength(1);
});

test('before the press nothing is stored, however much is chosen and looked at', async () => {
  await lan.send('/start');
  expect(labels(lan)).toEqual([['An Lạc', 'Bình Sơn'], ['Cao Xá', 'Cả tỉnh'], ['Xem bản đồ']]);
  await lan.press('Bình Sơn');
  await lan.press('Cao Xá');
  expect(labels(lan)).toEqual([
    ['An Lạc', '✓ Bình Sơn'],
    ['✓ Cao Xá', 'Cả tỉnh'],
    ['Xem bản đồ', 'Tiếp tục (2)'],
  ]);
  await lan.press('✓ Cao Xá');
  await lan.press('Cả tỉnh');
  await lan.press('Tiếp tục (2)');
  expect(lan.last.text).toContain('Theo dõi: Cả tỉnh, Bình Sơn');
  await lan.press('Đổi giờ');
  expect(lan.last.buttons.flat()).toHaveLength(32);
  await lan.press('19:30');
  expect(lan.last.text).toContain('mỗi ngày 19:30');
  await lan.press('Chọn lại');
  expect(labels(lan).at(-1)).toEqual(['Xem bản đồ', 'Tiếp tục (2)']);
  await lan.press('Tiếp tục (2)');
  expect(lan.messages).toHaveLength(1);
  await lan.press('Chỉ xem, không đăng ký');
  expect(lan.messages).toHaveLength(2);
  expect(await stored()).toEqual([]);
  await lan.press('Đồng ý, gửi tin cho tôi');
  expect(await stored()).toMatchObject([
    { district_id: 'thu', times: ['19:30'], due_at: new Date('2026-03-02T12:30:00Z') },
    { district_id: 'binh-son' },
  ]);
});

test('a second link adds its district and keeps the hour', async () => {
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
  await lan.send('/settings');
  await lan.press('Giờ nhận');
  await lan.press('20:00');
  await lan.send('/start binh-son');
  expect(lan.messages).toHaveLength(3);
  expect(lan.last.text).toContain('Theo dõi thêm: Bình Sơn');
  await lan.press({ row: 0, column: 0 });
  expect(await stored()).toMatchObject([
    { district_id: 'an-lac', times: ['20:00'] },
    { district_id: 'binh-son', times: ['20:00'] },
  ]);
  expect(lan.last.text).toContain('20:00 Thứ Hai, 02/03/2026');
  expect(await firstDigests()).toHaveLength(2);
});

test('the link of what is followed already shows its news', async () => {
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
  await lan.send('/start an-lac');
  expect(lan.last.text).toContain('An Lạc');
  expect(labels(lan).flat()).not.toContain('Đồng ý, gửi tin cho tôi');
});

test('an unknown link is answered kindly, with the choice', async () => {
  for (const payload of ['no-such-place', 'd_', 'a_12', '<b>', 'x'.repeat(64)]) {
    await lan.send(`/start ${payload}`);
    expect(lan.last.text).toContain('Liên kết này không còn dùng được');
    expect(labels(lan)[0]).toEqual(['An Lạc', 'Bình Sơn']);
  }
});

test('after a stop, the question asked long ago still begins anew, at its own hour', async () => {
  await lan.send('/start an-lac');
  const old = { id: lan.last.message_id };
  await lan.press('Đổi giờ');
  await lan.press('18:00');
  const agree = lan.last.buttons[0]![0]!.callback_data!;
  await lan.press({ row: 0, column: 0 });
  await lan.send('/dung');
  await lan.press('Hủy nhận tin');
  await lan.pressData(agree, old);
  expect(await stored()).toMatchObject([
    { district_id: 'an-lac', ended_reason: 'stopped' },
    { district_id: 'an-lac', ended_reason: null, times: ['18:00'] },
  ]);
});

test('altered and stale buttons are answered and change nothing', async () => {
  await lan.send('/start an-lac');
  for (const data of [
    'v1:y:1.0:0630:',
    'v1:y:1.0:2359:Ag',
    'v1:f:',
    'v1:o:9999:Ag',
    'v1:w:Ag',
    'v1:c:0630:999:',
    'v1:p:1:1',
    'v1:p:999999999999999:9999',
    'v1:xu:zzzzzzzzz',
    'v1:xy',
    'v1:ey',
    'v1:ej',
    'v1:sh:0000',
    'v1:sl:xx',
    'v0:old',
    'nonsense',
  ]) {
    const press = await lan.pressData(data);
    expect(press.answered, data).toBe(true);
  }
  expect(await stored()).toEqual([]);
});

test('a person whose Telegram speaks English reads English', async () => {
  const ann = telegram.person(nextId++, { language_code: 'en-GB' });
  await ann.send('/start an-lac');
  expect(ann.last.text).toContain('Following: An Lac · daily 06:30');
  await ann.press('I agree, send it to me');
  expect(ann.last.text).toContain('Next digest: 06:30 Tuesday, 03/03/2026');
});

test('agreeing late in the evening promises the next morning', async () => {
  time.now = new Date('2026-03-02T16:30:00Z');
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
  expect(lan.last.text).toContain('06:30 Thứ Ba, 03/03/2026');
  time.now = new Date('2026-03-02T01:10:00Z');
});

test('an old question agreed to again promises nothing, and who was shown another notice is asked anew', async () => {
  await lan.send('/start an-lac');
  const agree = lan.last.buttons[0]![0]!.callback_data!;
  await lan.pressData(agree.replace('1.0', '0.9'));
  expect(lan.last.text).toContain('mã chat Telegram');
  expect(await stored()).toEqual([]);
  await lan.pressData(agree);
  expect(lan.last.text).toContain('đang được gửi đến bạn');
  await lan.pressData(agree);
  expect(lan.last.text).toContain('Bạn đang theo dõi: An Lạc');
  expect(lan.last.text).not.toContain('đang được gửi đến bạn');
});

test('a question to add, answered after a stop, is asked with the notice', async () => {
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
  await lan.send('/start binh-son');
  const add = lan.last.buttons[0]![0]!.callback_data!;
  await lan.send('/dung');
  await lan.press('Hủy nhận tin');
  await lan.pressData(add);
  expect(lan.last.text).toContain('mã chat Telegram');
  expect(await stored()).toMatchObject([{ ended_reason: 'stopped' }]);
});

test('an hour of the pack between the half hours is offered, agreed to and kept', async () => {
  const { citizen } = deps.pack.digest_times;
  deps.pack.digest_times.citizen = '06:40';
  await lan.send('/start an-lac');
  await lan.press('Đổi giờ');
  expect(labels(lan).flat()).toContain('✓ 06:40');
  await lan.press('✓ 06:40');
  await lan.press({ row: 0, column: 0 });
  expect(await stored()).toMatchObject([{ times: ['06:40'] }]);
  deps.pack.digest_times.citizen = citizen;
});

test('an hour that nobody offers is never shown', async () => {
  await lan.send('/start');
  await lan.pressData('v1:c:9999:0:Ag');
  expect(lan.last.text).toContain('lúc 06:30');
});
