import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { actions, recordAct } from '../../src/store/audit.js';
import { locales, plain } from '../../src/texts.js';
import { testDatabase } from '../support/database.js';
import { linkedPayload, startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, hire, time } = await startStaffBot(db);
const owner = await hire(1, 'owner');
const labels = () => owner.last.buttons.flat().map(({ text }) => text);

test('the log says who did what to what, the newest first, in the words of the reader', async () => {
  await owner.send('/nhatky');
  expect(owner.last.text).toBe('Nhật ký: ai đã làm gì\n\nChưa có việc nào được ghi.');
  await owner.send('/nguon');
  await owner.press('1. Tạm dừng');
  await owner.send('/vaitro');
  await owner.press('Mời biên tập');
  const hoa = telegram.person(2);
  await hoa.send(`/start ${linkedPayload(owner)}`);
  await hoa.press(/Đồng ý/);
  await owner.send('/nhatky');
  expect(owner.last.text.split('\n').slice(2)).toEqual([
    '08:10 02/03/2026 · số 1: người được mời nhận vai trò biên tập, mang số 2',
    '08:10 02/03/2026 · số 1: tạo liên kết mời vai trò biên tập',
    '08:10 02/03/2026 · số 1: tạm dừng nguồn bao-thu',
  ]);
  await hoa.send('/nhatky');
  expect(hoa.last.text).not.toContain('số 1');
});

test('it is turned page by page to its beginning', async () => {
  for (let n = 0; n < 40; n++)
    await recordAct(db, { staff_id: 1, action: 'source-due', object: `nguon-${n}` }, time.now);
  await owner.send('/nhatky');
  expect(owner.last.text).toContain('nguon-39');
  await owner.press('Cũ hơn ›');
  await owner.press('Cũ hơn ›');
  expect(owner.last.text).toContain('nguon-0');
  expect(labels()).toEqual(['Mới nhất', 'Tệp CSV', '‹ Quản trị']);
  await owner.press('Mới nhất');
  expect(owner.last.text).toContain('nguon-39');
});

test('the table for the office has all of it, and nothing in it is run as a formula', async () => {
  await recordAct(db, { staff_id: null, action: 'official-joined', object: '=HYPERLINK("x")' }, time.now);
  await owner.send('/nhatky');
  await owner.press('Tệp CSV');
  const { file_name, bytes } = owner.last.document!;
  expect(file_name).toBe('loa-audit-2026-03-02.csv');
  const lines = bytes.toString().split('\r\n');
  expect(lines[0]).toBe('\ufeffat,staff,action,object,facts');
  expect(lines[1]).toBe(`2026-03-02T01:10:00.000Z,,official-joined,"'=HYPERLINK(""x"")",`);
  expect(lines.at(-2)).toBe('2026-03-02T01:10:00.000Z,1,source-paused,bao-thu,');
});

test('what was done cannot be changed or taken out, not even in the database', async () => {
  for (const change of ["update act set action = 'x'", 'delete from act', 'truncate act'])
    await expect(sql.raw(change).execute(db)).rejects.toThrow('what was done cannot be changed');
});

test('every act has its sentence in every language', () => {
  for (const locale of locales)
    for (const action of actions)
      expect(
        plain(locale, `audit-${action}`, { object: 'x', districts: 'y', role: 'z', chats: 2 }),
      ).not.toContain('audit-');
});
