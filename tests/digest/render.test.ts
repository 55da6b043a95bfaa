import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHtml } from '../../src/demo/telegram/parse.js';
import type { Section } from '../../src/digest/compose.js';
import { type DigestModel, districtNames } from '../../src/digest/model.js';
import { renderPage, renderPages, renderParts } from '../../src/digest/render.js';
import type { Style, SummaryKind } from '../../src/store/schema.js';
import { pack } from '../support/news.js';

const at = new Date('2026-11-24T06:30:00+07:00');

interface Words {
  title?: string;
  summary?: string;
  url?: string;
  summary_kind?: SummaryKind;
}

function sections(count: number, words: (n: number) => Words = () => ({})): Section[] {
  const stories = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    article_ids: [index + 1],
    others: [],
    title: `Tin số ${index + 1}`,
    summary: `Lời dẫn của tin số ${index + 1}.`,
    summary_kind: 'lead' as SummaryKind,
    url: `https://baothu.example/11/${index + 1}/tin.htm`,
    newspaper: { vi: 'Báo Thử', en: 'Thu News' },
    section: null,
    published_at: at,
    also: [],
    ...words(index + 1),
  }));
  const third = Math.ceil(count / 3);
  return pack.districts
    .map(({ id }, index) => ({ district_id: id, stories: stories.slice(index * third, (index + 1) * third) }))
    .filter((section) => section.stories.length > 0);
}

function model(style: Style, own: Section[], changes: Partial<DigestModel> = {}): DigestModel {
  return {
    style,
    display: 'normal',
    locale: 'vi',
    kind: 'scheduled',
    readers: 'person',
    at,
    timeZone: pack.time_zone,
    sections: own,
    followed: pack.districts.map(({ id }) => id),
    districts: districtNames(pack),
    older: 0,
    sources: { total: 1, last_read_at: new Date('2026-11-24T06:25:00+07:00'), failing: [] },
    ...changes,
  };
}

const hostile: Record<string, (n: number) => Words> = {
  plain: () => ({}),
  'long leads': () => ({ summary: 'Huyện Bình Sơn tổ chức hội thi làm bánh. '.repeat(60) }),
  markup: () => ({
    title: `<b>"5 < 6" & 'a' > b</b>`.repeat(4),
    summary: '<script>&nbsp;"\'</script>'.repeat(40),
  }),
  quotes: () => ({ title: '"'.repeat(400), summary: '"'.repeat(5000) }),
  emoji: () => ({ title: '👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(60), summary: '🎉'.repeat(3000) }),
  'one long word': () => ({ title: 'đ'.repeat(3000), summary: 'ă'.repeat(8000) }),
  'NFD text': () => ({
    title: 'Huyện Bình Sơn'.normalize('NFD').repeat(30),
    summary: 'Xã Thượng Tiến. '.normalize('NFD').repeat(200),
  }),
  'half a surrogate pair': () => ({ title: 'Tin \ud83c', summary: '\udf89 lời dẫn' }),
  'long addresses': (n) => ({ url: `https://baothu.example/${n}?q=${'&"'.repeat(2000)}` }),
};

describe.each<Style>(['citizen', 'official'])('the digest for a chat of style %s', (style) => {
  describe.each(Object.entries(hostile))('with %s', (_, words) => {
    test.each([1, 7, 40, 400])('keeps each message of %i stories within what Telegram takes', (count) => {
      const pages = renderPages(model(style, sections(count, words)));
      for (const page of pages) {
        const html = page.html();
        const { text, entities } = parseHtml(html);
        expect(text.length).toBeLessThanOrEqual(4096 - 200);
        expect(html.length).toBeLessThanOrEqual(9000 - 300);
        expect(entities.length).toBeLessThanOrEqual(100);
      }
      expect(pages.flatMap((page) => page.article_ids).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: count }, (_, index) => index + 1),
      );
    });
  });

  test('says so where the summary is an extract', () => {
    const [page] = renderPages(
      model(
        style,
        sections(2, (n) => (n === 1 ? { summary_kind: 'extract' } : {})),
      ),
    );
    const { text } = parseHtml(page!.html());
    expect(text).toContain('(trích) Lời dẫn của tin số 1.');
    expect(text).not.toContain('(trích) Lời dẫn của tin số 2.');
  });

  test('shows a title as the publisher wrote it, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (title) => {
        const { text } = parseHtml(
          renderPages(
            model(
              style,
              sections(1, () => ({ title })),
            ),
          )[0]!.html(),
        );
        const shown = title.toWellFormed().normalize('NFC').replace(/\s+/g, ' ').trim();
        expect(text.normalize('NFC')).toContain(shown);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a citizen', () => {
  test('reads one message with a section for each district, numbered through', () => {
    const [part, ...more] = renderParts(model('citizen', sections(3)), 5);
    expect(more).toEqual([]);
    expect(parseHtml(part!.payload.text).text).toMatchInlineSnapshot(`
      "Tin An Lạc, Bình Sơn, Cao Xá
      Thứ Ba, 24/11/2026 · 3 tin mới

      An Lạc
      1. Tin số 1
      Lời dẫn của tin số 1.

      Bình Sơn
      2. Tin số 2
      Lời dẫn của tin số 2.

      Cao Xá
      3. Tin số 3
      Lời dẫn của tin số 3.

      Nguồn: Báo Thử. Bạn nhận tin này vì đang theo dõi 3 khu vực.
      /settings đổi giờ · /dung ngừng nhận"
    `);
  });

  test('sees at most seven stories, news of every district among them, and turns to the rest in place', () => {
    const digest = model('citizen', sections(40));
    const [part] = renderParts(digest, 5);
    expect(part!.payload.text.match(/<b>Tin số/g)).toHaveLength(7);
    for (const name of ['An Lạc', 'Bình Sơn', 'Cao Xá'])
      expect(part!.payload.text).toContain(`<b>${name}</b>`);
    expect(part!.payload.reply_markup!.inline_keyboard).toEqual([
      [{ text: 'Đọc thêm 33 tin', callback_data: 'v1:p:5:1' }],
      [{ text: 'Ngày khác', callback_data: 'v1:tg:5' }],
      [
        { text: 'Chia sẻ', callback_data: 'v1:b' },
        { text: 'Góp ý về tin', callback_data: 'v1:g:l:5:0' },
      ],
    ]);
    const second = renderPage(digest, 5, 1)!;
    expect(second.reply_markup!.inline_keyboard[0]).toEqual([
      { text: 'Trang trước', callback_data: 'v1:p:5:0' },
      { text: 'Đọc thêm 26 tin', callback_data: 'v1:p:5:2' },
    ]);
    expect(renderPage(digest, 5, 6)).toBeUndefined();
  });

  test('who follows one district is not told its name twice', () => {
    const own = sections(1);
    const html = renderPages(model('citizen', own, { followed: [own[0]!.district_id] }))[0]!.html();
    expect(html.match(/An Lạc/g)).toHaveLength(2);
    expect(html).toContain('đang theo dõi An Lạc');
  });

  test('reads English when that is the language', () => {
    const { text } = parseHtml(renderPages(model('citizen', sections(3), { locale: 'en' }))[0]!.html());
    expect(text).toContain('News from An Lac, Binh Son, Cao Xa\nTuesday, 24/11/2026 · 3 new stories');
  });
});

describe('the digest of', () => {
  const foot = (changes: Partial<DigestModel>) =>
    parseHtml(renderPages(model('citizen', sections(3), changes))[0]!.html())
      .text.split('\n\n')
      .at(-1);
  const labels = (changes: Partial<DigestModel>) =>
    renderParts(model('citizen', sections(40), changes), 5)[0]!
      .payload.reply_markup!.inline_keyboard.flat()
      .map((button) => (button as { text: string }).text);

  test('a group says why the group gets it, and who may change that', () => {
    expect(foot({ readers: 'group' })).toBe(
      'Nguồn: Báo Thử. Nhóm này nhận tin vì đang theo dõi 3 khu vực.\nQuản trị viên nhóm: /settings đổi giờ · /dung ngừng nhận',
    );
    expect(foot({ readers: 'group', locale: 'en' })).toContain(
      'This group gets this because it follows 3 areas.',
    );
    expect(labels({ readers: 'group' })).toEqual(['Đọc thêm 33 tin', 'Ngày khác', 'Chia sẻ', 'Góp ý về tin']);
  });

  test('a channel offers its readers nothing that they cannot do, and nothing that writes to all of them', () => {
    expect(foot({ readers: 'channel' })).toBe('Nguồn: Báo Thử. Kênh này đăng tin về 3 khu vực.');
    expect(foot({ readers: 'channel', locale: 'en' })).toContain('This channel carries the news of 3 areas.');
    expect(foot({ readers: 'channel', kind: 'asked' })).toBe('Nguồn: Báo Thử.');
    expect(labels({ readers: 'channel' })).toEqual(['Đọc thêm 33 tin', 'Góp ý về tin']);
    expect(labels({ readers: 'channel', kind: 'asked' })).toEqual(['Đọc thêm 33 tin', 'Góp ý về tin']);
  });
});

describe('an official', () => {
  test('reads every story with its newspaper and lead, the silent districts and the state of the sources', () => {
    const own = sections(2).slice(0, 1);
    own[0]!.stories.push(...sections(3)[1]!.stories);
    expect(parseHtml(renderPages(model('official', own))[0]!.html()).text).toMatchInlineSnapshot(`
      "ĐIỂM BÁO · Thứ Ba, 24/11/2026
      Tính đến 06:30 · 2 tin, bài · 1 báo

      I. An Lạc (2)
      1. Báo Thử có bài: “Tin số 1”
      Bài báo nêu: Lời dẫn của tin số 1.
      2. Báo Thử có bài: “Tin số 2”
      Bài báo nêu: Lời dẫn của tin số 2.

      Không có tin: Bình Sơn, Cao Xá.
      Nguồn tin hoạt động bình thường, lần quét cuối 06:25 24/11/2026.
      Tóm tắt trích nguyên văn lời dẫn của báo.
      Bạn nhận điểm báo về An Lạc, Bình Sơn, Cao Xá theo lời mời. /settings đổi giờ · /dung ngừng nhận"
    `);
  });

  test('gets three messages at most: leads first, then titles, the rest in pages of the third', () => {
    const long = sections(400, () => ({ summary: 'Huyện Bình Sơn tổ chức hội thi làm bánh. '.repeat(8) }));
    const parts = renderParts(model('official', long), 5);
    expect(parts).toHaveLength(3);
    const labels = parts.map((part) =>
      part.payload.reply_markup!.inline_keyboard.flat().map((button) => (button as { text: string }).text),
    );
    expect(labels).toEqual([
      ['Góp ý về tin'],
      ['Góp ý về tin'],
      [expect.stringMatching(/^Đọc thêm/), 'Góp ý về tin'],
    ]);
    expect(parts.flatMap((part) => part.article_ids)).toHaveLength(400);
    const forty = renderParts(
      model(
        'official',
        sections(40, (n) => ({ summary: long[0]!.stories[0]!.summary + n })),
      ),
      5,
    );
    expect(forty).toHaveLength(3);
    expect(forty[0]!.payload.text).toContain('Bài báo nêu');
    expect(forty.map((part) => part.payload.reply_markup!.inline_keyboard.length)).toEqual([1, 1, 1]);
  });

  test('is told of a day without news and of one that could not be read in different words', () => {
    const quiet = parseHtml(renderPages(model('official', []))[0]!.html()).text;
    expect(quiet).toContain('Không có tin, bài mới về An Lạc, Bình Sơn, Cao Xá tính đến 06:30.');
    expect(quiet).toContain('hoạt động bình thường');
    const failing = [{ newspaper: { vi: 'Báo Thử' }, since: new Date('2026-11-23T22:40:00+07:00') }];
    const broken = parseHtml(
      renderPages(model('official', [], { sources: { total: 1, last_read_at: at, failing } }))[0]!.html(),
    ).text;
    expect(broken).toContain('Điều này không có nghĩa là không có tin.');
    expect(broken).toContain('Chưa lấy được tin từ Báo Thử từ 22:40 23/11/2026');
    expect(broken).not.toContain('bình thường');
  });
});
