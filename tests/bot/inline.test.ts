import { expect, test } from 'vitest';
import { allowedUpdates } from '../../src/processes/updates.js';
import { testDatabase } from '../support/database.js';
import { saveStory } from '../support/news.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, time, reader } = await startStaffBot(db);
const hoursAgo = (hours: number) => new Date(time.now.getTime() - hours * 3_600_000);
for (let n = 1; n <= 45; n++)
  await saveStory(db, [n % 2 ? 'an-lac' : 'binh-son'], time.now, {
    title: `Mùa cam <${n}>`,
    summary: `Vườn cam số ${n} & vườn mía.`,
    published_at: hoursAgo(n),
  });
await saveStory(db, [], time.now, { title: 'Lũ quét ở nơi khác', published_at: hoursAgo(100) });

test('the kinds of update that are asked for include it', () => {
  expect(allowedUpdates).toContain('inline_query');
});

test('words bring stories to share, each with the way to its district’s news', async () => {
  const lan = telegram.person(7);
  const { results, is_personal, button } = await lan.ask('mùa c');
  expect(results).toHaveLength(20);
  expect(results[0]).toMatchObject({
    title: 'Mùa cam <1>',
    description: '02/03/2026 · An Lạc · Báo Thử Vườn cam số 1 & vườn mía.',
    text: 'Mùa cam <1>\nVườn cam số 1 & vườn mía.\n02/03/2026 · An Lạc · Báo Thử',
    buttons: [[{ text: 'Nhận tin An Lạc', url: 'https://t.me/loa_demo_bot?start=d_an-lac' }]],
  });
  expect(results[0]!.entities.map(({ type }) => type)).toContain('text_link');
  expect({ is_personal, button }).toEqual({ is_personal: true, button: undefined });
  const other = await lan.ask('lu quet');
  expect(other.results[0]!.buttons[0]![0]).toMatchObject({
    text: 'Nhận tin cả tỉnh',
    url: 'https://t.me/loa_demo_bot?start=d_thu',
  });
});

test('further stories come by offset, each once, until there are none', async () => {
  const lan = telegram.person(7);
  const seen: string[] = [];
  let offset = '';
  do {
    const answer = await lan.ask('cam', offset);
    seen.push(...answer.results.map(({ id }) => id));
    offset = answer.next_offset;
  } while (offset);
  expect(new Set(seen).size).toBe(45);
  expect(seen).toHaveLength(45);
});

test('without words the newest of what the person follows, else of the whole region', async () => {
  const lan = telegram.person(8);
  const all = await lan.ask('');
  expect(all.results.slice(0, 2).map(({ title }) => title)).toEqual(['Mùa cam <1>', 'Mùa cam <2>']);
  expect(all.next_offset).toBe('20');
  const hoa = await reader(9, ['binh-son']);
  const followed = await hoa.ask(' ');
  expect(followed.results.slice(0, 2).map(({ title }) => title)).toEqual(['Mùa cam <2>', 'Mùa cam <4>']);
  expect(followed.cache_time).toBeLessThanOrEqual(60);
});

test('where nothing is found there is a way to the bot', async () => {
  const { results, button } = await telegram.person(7).ask('xyzzy');
  expect(results).toEqual([]);
  expect(button).toEqual({ text: 'Không thấy tin. Bấm để nhận tin mỗi ngày', start_parameter: 'd_thu' });
});

test('whatever is asked is answered, in any language, and nothing is stored', async () => {
  const lan = telegram.person(10, { language_code: 'en' });
  for (const query of [
    '"',
    "'&|!:*",
    '😀'.repeat(128),
    'lũ'.normalize('NFD'),
    'x'.repeat(256),
    '\0',
    '\ud83d',
  ])
    for (const offset of ['', '20', '-1', 'x', '99999999999'])
      expect((await lan.ask(query, offset)).answered, query).toBe(true);
  expect((await lan.ask('xyzzy')).button!.text).toBe('No story found. Tap to get news every day');
  const chats = await db.selectFrom('chat').select('id').execute();
  expect(chats).toHaveLength(1);
});

test('a keystroke leaves no row behind', async () => {
  await db.deleteFrom('handled_update').execute();
  const lan = telegram.person(7);
  for (const query of ['', 'c', 'ca', 'cam']) await lan.ask(query);
  expect(await db.selectFrom('handled_update').select('hash').execute()).toEqual([]);
});

test('an answer that comes too late troubles nobody', async () => {
  const lan = telegram.person(7);
  const { now } = time;
  const answered = lan.ask('cam');
  time.now = new Date(now.getTime() + 60_000);
  expect((await answered).answered).toBe(false);
  time.now = now;
});
