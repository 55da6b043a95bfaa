import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.js';
import { answerQuestion, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { deps, hire, reader, telegram, time } = await startStaffBot(db);
const editor = await hire(1, 'editor');
await reader(20, ['an-lac']);
await reader(21, ['an-lac', 'binh-son']);
await reader(22, ['thu']);
await reader(23, ['cao-xa'], { announcements: false });
const deliveries = () => db.selectFrom('delivery').selectAll().orderBy('id').execute();
const newest = () =>
  db.selectFrom('announcement').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();

test('the preview is what readers get, and the card counts who asked for announcements', async () => {
  await editor.send('/thongbao');
  await answerQuestion(editor, 'Mất điện <chiều nay> & tối mai', [{ type: 'bold', offset: 0, length: 8 }]);
  const [preview, card] = editor.messages.slice(-2);
  expect(preview!.text).toBe('Mất điện <chiều nay> & tối mai');
  expect(preview!.entities).toEqual([{ type: 'bold', offset: 0, length: 8 }]);
  expect(preview!.buttons).toEqual([]);
  expect(card!.text).toContain('chưa gửi');
  expect(card!.text).toContain('Khu vực: Tất cả khu vực\nNgười nhận: 3 ');
  expect(card!.buttons.flat().map(({ text }) => text)).toEqual([
    'Gửi cho 3 người',
    'Chọn khu vực',
    'Gửi nhanh nhất có thể',
    'Sửa',
    'Hủy',
  ]);
  expect(await deliveries()).toEqual([]);
});

test('chosen districts narrow the audience; who follows the whole region is in all of them', async () => {
  await editor.press('Chọn khu vực');
  expect(editor.last.buttons.flat().map(({ text }) => text)).not.toContain('Cả tỉnh');
  await editor.press('Bình Sơn');
  expect(editor.last.text).toContain('Khu vực: Bình Sơn\nNgười nhận: 2 ');
  await editor.press('Tiếp tục');
  expect(editor.last.buttons[0]![0]!.text).toBe('Gửi cho 2 người');
});

test('an audience that changed since the button was made is asked about again', async () => {
  await reader(24, ['binh-son']);
  const press = await editor.press('Gửi cho 2 người');
  expect(press).toMatchObject({ alert: true });
  expect(press.text).toContain('bây giờ là 3');
  expect(await deliveries()).toEqual([]);
  expect((await newest()).confirmed_at).toBeNull();
  expect(editor.last.buttons[0]![0]!.text).toBe('Gửi cho 3 người');
});

test('confirmed twice it is sent once, and the report counts', async () => {
  const { id } = await newest();
  const where = { id: editor.last.message_id };
  await Promise.all([editor.pressData(`v1:ab:s:${id}:3`, where), editor.pressData(`v1:ab:s:${id}:3`, where)]);
  const sent = await deliveries();
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ chat_id }) => chat_id)).size).toBe(3);
  const { created_at } = await newest();
  for (const delivery of sent)
    expect(delivery).toMatchObject({
      kind: 'announcement',
      lane: 5,
      slot: created_at,
      announcement_id: id,
      status: 'pending',
      send_after: null,
      send_before: null,
    });
  expect(editor.last.text).toContain('Đã gửi: 0 · đang chờ: 3');
  await db.updateTable('delivery').set({ status: 'sent' }).where('id', '=', sent[0]!.id).execute();
  await db
    .updateTable('delivery')
    .set({ status: 'failed', reason: 'blocked' })
    .where('id', '=', sent[1]!.id)
    .execute();
  await editor.press('Xem tiến độ');
  expect(editor.last.text).toContain('Đã gửi: 1 · đang chờ: 1 · đã ngừng nhận: 1 · lỗi: 0');
});

test('a stop keeps what has not gone out from going', async () => {
  await editor.press('Dừng gửi');
  expect((await newest()).withdrawn_at).toEqual(time.now);
  expect(editor.last.text).toContain('Đã dừng thông báo');
  expect(editor.last.text).toContain('Đã gửi: 1 · không gửi nữa: 1 · đang dừng: 0');
  expect(editor.last.buttons).toEqual([]);
});

test('an edit is a new draft for the same districts, and the old card sends nothing', async () => {
  await editor.send('/broadcast');
  await answerQuestion(editor, 'Bản cũ');
  await editor.press('Chọn khu vực');
  await editor.press('An Lạc');
  await editor.press('Tiếp tục');
  const old = { draft: await newest(), card: editor.last };
  await editor.press('Sửa');
  await answerQuestion(editor, 'Bản mới');
  expect(editor.messages.at(-2)!.text).toBe('Bản mới');
  expect(editor.last.text).toContain('Khu vực: An Lạc');
  const before = await deliveries();
  await editor.press(/Gửi cho/, { id: old.card.message_id });
  expect(old.card.text).toContain('Đã hủy thông báo');
  expect(await deliveries()).toEqual(before);
  await editor.press('Hủy');
  expect(editor.last.text).toContain('Không có ai nhận được');
  expect((await newest()).id).not.toBe(old.draft.id);
  expect((await newest()).withdrawn_at).not.toBeNull();
});

test('at night it waits for six in the morning, and so does one that would run into the night', async () => {
  const confirm = async (at: string) => {
    time.now = new Date(at);
    await editor.send('/thongbao');
    await answerQuestion(editor, 'Họp dân');
    await editor.press(/Gửi cho/);
    return (await deliveries()).at(-1)!.send_after;
  };
  expect(await confirm('2026-03-02T15:00:00Z')).toEqual(new Date('2026-03-02T23:00:00Z'));
  expect(await confirm('2026-03-02T22:59:00Z')).toEqual(new Date('2026-03-02T23:00:00Z'));
  expect(await confirm('2026-03-02T23:00:00Z')).toBeNull();
  deps.config.sendRate = 0.01;
  expect(await confirm('2026-03-03T14:58:00Z')).toEqual(new Date('2026-03-03T23:00:00Z'));
  deps.config.sendRate = 30;
});

test('a rehearsal reaches only those it is limited to, and nobody is told so before the button is made', async () => {
  time.now = new Date('2026-03-04T02:00:00Z');
  deps.config.deliverTo = [21];
  await editor.send('/thongbao');
  await answerQuestion(editor, 'Diễn tập');
  expect(editor.last.buttons[0]![0]!.text).toBe('Gửi cho 1 người');
  deps.config.deliverTo = [99];
  await editor.press('Gửi cho 1 người');
  expect(editor.last.buttons.flat().map(({ text }) => text)).not.toContain('Gửi cho 1 người');
  expect(editor.last.text).toContain('Chưa có ai để gửi');
  deps.config.deliverTo = '*';
});

test('a message is also taken from a reply, only text is, and no name is stored with it', async () => {
  const own = await editor.send('Chào Lan, xem tin này', {
    entities: [{ type: 'text_mention', offset: 5, length: 3, user: { id: 5, first_name: 'Lan' } }],
  });
  await editor.send('/thongbao', { reply_to: own });
  expect(editor.messages.at(-2)!.text).toBe('Chào Lan, xem tin này');
  expect((await newest()).parts).toEqual([{ payload: { text: 'Chào Lan, xem tin này' }, article_ids: [] }]);
});

test('forged buttons are refused kindly', async () => {
  const before = await deliveries();
  for (const data of [
    'v1:ab:s:999:1',
    'v1:ab:s:1:0',
    'v1:ab:zz',
    'v1:ab:w:999',
    'v1:ab:o:999:all:0',
    'v1:ab:p:x',
  ])
    expect((await editor.pressData(data)).answered, data).toBe(true);
  expect(await deliveries()).toEqual(before);
  const citizen = telegram.person(20);
  await citizen.send('/help');
  await citizen.pressData(`v1:ab:s:${(await newest()).id}:4`);
  expect(await deliveries()).toEqual(before);
});
