import { beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { cutDigests } from '../../src/digest/cut.js';
import { findChat } from '../../src/store/chats.js';
import { type Filters, getFilters, setFilters } from '../../src/store/filters.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { packWithSource as pack, saveStory } from '../support/news.js';

const db = await testDatabase();
const { telegram, time, deps, deliver } = await startBot(db, pack);
const monday = time.now;
let lan: Person;
let nextId = 100;
beforeEach(async () => {
  time.now = monday;
  for (const table of ['delivery', 'digest', 'served_part', 'chat', 'match', 'article'] as const)
    await db.deleteFrom(table).execute();
  lan = telegram.person(nextId++, { language_code: 'vi' });
  await lan.send('/start an-lac');
  await lan.press('Đồng ý, gửi tin cho tôi');
  await deliver();
});

const filters = async ({ user } = lan) => getFilters(db, (await findChat(db, deps.seal.hash(user.id)))!.id);
const labels = () => lan.last.buttons.flat().map(({ text }) => text);
const minutesLater = (n: number) => new Date(monday.getTime() + n * 60_000);

/** The digest of tomorrow morning. */
async function morning(): Promise<string> {
  time.now = new Date('2026-03-02T23:30:00Z');
  await cutDigests(db, pack, time.now, { deliverTo: '*' });
  await deliver();
  return lan.last.text;
}

async function openWords(): Promise<void> {
  await lan.send('/settings');
  await lan.press('Từ khóa');
}

async function add(button: string, words: string): Promise<void> {
  await openWords();
  await lan.press(button);
  await lan.send(words, { reply_to: lan.last });
}

describe('keywords', () => {
  test('are asked for, shown and taken off, each by one tap', async () => {
    await openWords();
    expect(lan.last.text).toContain('Bạn chưa có từ khóa nào');
    await add('Thêm từ theo dõi', 'Lũ quét, cháy rừng');
    expect(lan.last.text).toContain('Đã lưu: Lũ quét, cháy rừng');
    await add('Thêm từ muốn tránh', 'bóng đá');
    expect(lan.last.text).toContain('1. Lũ quét (theo dõi)\n2. cháy rừng (theo dõi)\n3. bóng đá (tránh)');
    await lan.press('Bỏ “cháy rừng”');
    expect(await filters()).toEqual({
      watch_words: ['Lũ quét'],
      muted_words: ['bóng đá'],
      muted_sections: [],
    });
    expect(lan.last.text).not.toContain('cháy rừng');
  });

  test('watched bring stories of elsewhere, under a heading of their own and with their place', async () => {
    await add('Thêm từ theo dõi', 'lũ');
    await saveStory(db, ['binh-son'], minutesLater(5), { title: 'Lũ về trên sông' });
    await saveStory(db, ['binh-son'], minutesLater(5), { title: 'Hội làng mở sớm' });
    await saveStory(db, ['an-lac'], minutesLater(5), { title: 'Đắp đê ngăn lũ' });
    const text = await morning();
    expect(text).toContain('Tin An Lạc, theo từ khóa “lũ”');
    expect(text).toMatch(
      /An Lạc\n1\. Đắp đê ngăn lũ[\s\S]*Theo từ khóa “lũ”\n2\. Lũ về trên sông \(Bình Sơn\)/,
    );
    expect(text).not.toContain('Hội làng');
  });

  test('muted hide stories, of the digest and of /news', async () => {
    await add('Thêm từ muốn tránh', 'bong da');
    await saveStory(db, ['an-lac'], minutesLater(5), { title: 'Giải bóng đá xã' });
    await saveStory(db, ['an-lac'], minutesLater(5), { title: 'Cấy vụ xuân' });
    expect(await morning()).toContain('Cấy vụ xuân');
    expect(lan.last.text).not.toContain('bóng đá');
    await lan.send('/tin');
    expect(lan.last.text).toContain('Cấy vụ xuân');
    expect(lan.last.text).not.toContain('bóng đá');
  });

  test('stand in one list only, however they are spelt', async () => {
    await add('Thêm từ theo dõi', 'Hoà giải');
    await add('Thêm từ theo dõi', 'hòa giải');
    expect((await filters()).watch_words).toEqual(['Hoà giải']);
    await add('Thêm từ muốn tránh', 'HÒA GIẢI');
    expect(await filters()).toMatchObject({ watch_words: [], muted_words: ['HÒA GIẢI'] });
  });

  test('too long, too short, without a letter or too many are refused in plain words', async () => {
    for (const typed of ['a', 'x'.repeat(41), '🎉'.repeat(500), '.'.repeat(4096)]) {
      await add('Thêm từ theo dõi', typed);
      expect(lan.last.text).toContain('dài từ 2 đến 40 ký tự');
    }
    const twenty = Array.from({ length: 20 }, (_, n) => `từ ${n}`);
    await add('Thêm từ theo dõi', twenty.join(', '));
    expect(labels()).not.toContain('Thêm từ theo dõi');
    expect(lan.last.text).toContain('20. từ 19');
    await lan.press('Quay lại');
    const question = lan.messages.findLast(({ text }) => text.includes('Bạn muốn theo dõi từ nào'))!;
    await lan.send('thêm một', { reply_to: question });
    expect(lan.last.text).toContain('nhiều nhất 20 từ khóa');
    expect((await filters()).watch_words).toEqual(twenty);
  });

  test('with markup are shown as they were typed', async () => {
    await add('Thêm từ theo dõi', '<b>lũ</b> & "hạn"');
    expect(lan.last.text).toContain('1. <b>lũ</b> & "hạn" (theo dõi)');
  });

  test('an old button takes off no other word than the one it named', async () => {
    await add('Thêm từ theo dõi', 'lũ');
    const [button] = lan.last.buttons.flat();
    await lan.press('Bỏ “lũ”');
    await add('Thêm từ theo dõi', 'hạn hán');
    for (const data of [
      button!.callback_data!,
      'v1:kr:w:AAAAAAAAAAAA',
      'v1:kr:x',
      'v1:kc:AAAAAAAAAAAA:0',
      'v1:ka:z',
    ])
      expect((await lan.pressData(data)).text).toContain('Nút này đã cũ');
    expect((await filters()).watch_words).toEqual(['hạn hán']);
  });
});

test('come back with whoever comes back, and go with whoever is erased', async () => {
  await add('Thêm từ theo dõi', 'lũ');
  await add('Thêm từ muốn tránh', 'bóng đá');
  await lan.send('/dung');
  await lan.press('Hủy nhận tin');
  time.now = minutesLater(60);
  await lan.send('/start');
  await lan.press('Đồng ý, gửi tin cho tôi');
  expect(await filters()).toMatchObject({ watch_words: ['lũ'], muted_words: ['bóng đá'] });
  await lan.send('/privacy');
  await lan.press('Xóa tất cả');
  expect(lan.last.text).toContain('2 lượt theo dõi');
  await lan.press({ row: 0, column: 0 });
  expect(await findChat(db, deps.seal.hash(lan.user.id))).toBeUndefined();
  expect(await db.selectFrom('subscription').select('word').execute()).toEqual([]);
});

test('no word is added for whoever stops in the same moment, and whoever begins anew waits for a digest', async () => {
  await add('Thêm từ muốn tránh', 'bóng đá');
  const { id } = (await findChat(db, deps.seal.hash(lan.user.id)))!;
  await lan.send('/dung');
  await lan.press('Hủy nhận tin');
  const watch = (before: Filters) => ({ ...before, watch_words: ['lũ'] });
  expect(await setFilters(db, id, watch, { edition: 0, now: monday })).toBeUndefined();
  await lan.send('/start an-lac');
  await lan.press('Đồng ý, gửi tin cho tôi');
  expect((await findChat(db, deps.seal.hash(lan.user.id)))!.due_at).not.toBeNull();
  expect(await filters()).toMatchObject({ watch_words: [], muted_words: ['bóng đá'] });
});

test('what is filtered stands on the settings page, and nothing where nothing is', async () => {
  await saveStory(db, ['an-lac'], minutesLater(-5), { title: 'Giải chạy', section: 'Thể thao' });
  await lan.send('/settings');
  expect(lan.last.text).not.toMatch(/Từ theo dõi|Từ muốn tránh|Chuyên mục đã tắt/);
  await lan.press('Chuyên mục');
  await lan.press('✓ Thể thao');
  await add('Thêm từ theo dõi', 'lũ, <b>hạn</b>');
  await add('Thêm từ muốn tránh', 'một, hai, ba, bốn, năm, sáu, bảy');
  await lan.press('Quay lại');
  expect(lan.last.text).toContain(
    'Từ theo dõi: lũ, <b>hạn</b>\nTừ muốn tránh: một, hai, ba, bốn, năm và 2 từ khác\nChuyên mục đã tắt: Thể thao\n',
  );
});

test('a story that a watch word brought says so, below the digest and when asked why', async () => {
  await add('Thêm từ theo dõi', 'lũ');
  await saveStory(db, ['binh-son'], minutesLater(5), { title: 'Lũ về trên sông' });
  expect(await morning()).toContain('Bạn nhận tin này vì đang theo dõi từ khóa “lũ”.');
  const digest = lan.last;
  await lan.press('Góp ý về tin');
  expect((await lan.press('Vì sao có tin 1?')).text).toMatch(/^Tin này có từ khóa “lũ” mà bạn theo dõi\./);
  expect(lan.last.message_id).toBe(digest.message_id);
});

test('beside followed districts the words are named, many of them counted', async () => {
  await add('Thêm từ theo dõi', 'lũ, hạn');
  await saveStory(db, ['an-lac'], minutesLater(5), { title: 'Cấy vụ xuân' });
  await saveStory(db, ['binh-son'], minutesLater(5), { title: 'Lũ về' });
  expect(await morning()).toContain('vì đang theo dõi An Lạc và từ khóa “lũ”.');
  await add('Thêm từ theo dõi', 'bão, mưa, nắng');
  for (const word of ['Lũ', 'Hạn', 'Bão', 'Mưa'])
    await saveStory(db, ['binh-son'], new Date(time.now.getTime() + 60_000), { title: `${word} ở làng` });
  time.now = new Date('2026-03-03T23:30:00Z');
  await cutDigests(db, pack, time.now, { deliverTo: '*' });
  await deliver();
  expect(lan.last.text).toContain('vì đang theo dõi 4 từ khóa.');
});

describe('sections', () => {
  const write = (title: string, section: string | null) =>
    saveStory(db, ['an-lac'], minutesLater(5), { title, section });

  test('are those of the newspapers, one for all spellings, and turned off and on by a tap', async () => {
    await write('Giải chạy', 'Thể thao');
    await write('Cấy vụ xuân', 'Kinh tế');
    await write('Bầu trưởng thôn', 'THỜI SỰ');
    await write('Họp thôn', 'Thời sự');
    await write('Họp xã', 'Thời sự');
    await write('Tin không mục', null);
    await lan.send('/settings');
    await lan.press('Chuyên mục');
    expect(labels()).toEqual(['✓ Kinh tế', '✓ Thể thao', '✓ Thời sự', 'Quay lại']);
    await lan.press('✓ Thời sự');
    expect(labels()).toEqual(['✓ Kinh tế', '✓ Thể thao', 'Thời sự', 'Quay lại']);
    const text = await morning();
    expect(text).toContain('Giải chạy');
    expect(text).toContain('Tin không mục');
    expect(text).not.toMatch(/Bầu trưởng thôn|Họp thôn|Họp xã/);
    await lan.send('/settings');
    await lan.press('Chuyên mục');
    await lan.press('Thời sự');
    expect((await filters()).muted_sections).toEqual([]);
  });

  test('that no newspaper has any more can still be turned on again', async () => {
    await write('Giải chạy', 'Thể thao');
    await lan.send('/settings');
    await lan.press('Chuyên mục');
    await lan.press('✓ Thể thao');
    await db.deleteFrom('match').execute();
    await db.deleteFrom('article').execute();
    await lan.send('/settings');
    await lan.press('Chuyên mục');
    await lan.press('Thể thao');
    expect(labels()).toEqual(['Quay lại']);
  });
});

test('an official may watch words, and nothing of the review is muted', async () => {
  await db
    .updateTable('chat')
    .set({ style: 'official', unit: 'Văn phòng' })
    .where('telegram_id_hash', '=', deps.seal.hash(lan.user.id))
    .execute();
  await openWords();
  expect(labels()).toEqual(['Thêm từ theo dõi', 'Quay lại']);
  const question = await lan.pressData('v1:ka:m');
  expect(question.text).toContain('Nút này đã cũ');
  await lan.press('Quay lại');
  expect((await lan.press('Chuyên mục')).text).toContain('Điểm báo luôn đầy đủ');
});

test('in a group only its admins add words', async () => {
  const minh = telegram.person(nextId++, { language_code: 'vi' });
  const village = telegram.group(-nextId++, { type: 'supergroup' });
  village.add(lan, 'administrator');
  village.add(minh);
  await village.addBot(lan);
  await lan.in(village).send('/start an-lac');
  await lan.in(village).press('Đồng ý, gửi tin cho tôi');
  await lan.in(village).send('/settings');
  await lan.in(village).press('Từ khóa');
  await lan.in(village).press('Thêm từ theo dõi');
  const question = village.messages.at(-1)!;
  await minh.in(village).send('trộm', { reply_to: question });
  expect(village.messages.at(-1)!.text).toContain('Chỉ quản trị viên');
  await lan.in(village).send('lũ', { reply_to: question });
  expect(village.messages.at(-1)!.text).toContain('1. lũ (theo dõi)');
});
