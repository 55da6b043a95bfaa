import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findStories } from '../../src/ingest/duplicates.js';
import type { AlikeArticle } from '../../src/store/alike.js';

const at = new Date('2026-10-12T08:00:00+07:00');
const hours = (n: number) => new Date(at.getTime() + n * 3_600_000);

interface Given {
  title: string;
  summary?: string;
  newspaper?: string;
  after?: number;
  districts?: string[];
}

/** Whether the second of two articles tells the story of the first; by another newspaper two hours later. */
function oneStory(first: Given, second: Given): boolean {
  const tell = (id: number, { title, summary = '', districts = [], ...given }: Given): AlikeArticle => ({
    id,
    story_id: id,
    title,
    summary,
    districts,
    newspaper: given.newspaper ?? `Báo ${id}`,
    published_at: hours(given.after ?? 2 * (id - 1)),
  });
  const found = findStories([tell(2, second)], [tell(1, first)], 'Asia/Ho_Chi_Minh');
  return found.get(2) === 1;
}

const flood: Given = {
  title: 'Sạt lở đất tại xã Thượng Lâm, 20 hộ phải di dời khẩn cấp',
  summary:
    'Mưa lớn kéo dài trong đêm 11/10 gây sạt lở đất tại xóm Bưa, xã Thượng Lâm, huyện An Lạc, khiến 20 hộ với 86 nhân khẩu phải di dời khẩn cấp đến nhà văn hóa xóm. Rất may không có thiệt hại về người.',
  districts: ['an-lac'],
};
const with_ = (more: Partial<Given>): Given => ({ ...flood, ...more });
const changed = (from: string, to: string): Given => ({
  ...flood,
  title: flood.title.replaceAll(from, to),
  summary: flood.summary!.replaceAll(from, to),
});

test.each<[string, Given]>([
  ['word for word', flood],
  ['under another title', with_({ title: 'An Lạc: Di dời hàng chục hộ dân trong đêm vì đất đá tràn xuống' })],
  ['with its lead cut', with_({ summary: flood.summary!.split('. ')[0]! })],
  [
    'in its own words',
    {
      title: 'Di dời khẩn cấp 20 hộ ở xã Thượng Lâm do sạt lở đất',
      summary:
        'Do mưa lớn kéo dài trong đêm 11/10, đất đá sạt lở tại xóm Bưa, xã Thượng Lâm, huyện An Lạc khiến 20 hộ với 86 nhân khẩu phải di dời khẩn cấp. Chính quyền đã huy động lực lượng giúp bà con dọn đồ đạc.',
      districts: ['an-lac'],
    },
  ],
  ['the next morning', with_({ after: 23 })],
  ['in capitals', with_({ title: flood.title.toUpperCase() })],
  ['with the tone on the other vowel', with_({ summary: flood.summary!.replaceAll('hóa', 'hoá') })],
])('the same event told %s by another newspaper is one story', (_, other) => {
  expect(oneStory(flood, other)).toBe(true);
  expect(oneStory({ ...other, after: 0 }, { ...flood, after: other.after ?? 2 })).toBe(true);
});

test('of two texts with little in common, the same place, title words and figures make one story', () => {
  const first = {
    title: 'Tai nạn giữa xe tải và xe máy tại An Lạc, 2 người tử vong',
    summary:
      'Khoảng 15 giờ ngày 11/10, trên quốc lộ 12B đoạn qua xã Thượng Lâm, huyện An Lạc xảy ra vụ tai nạn giữa xe tải và xe máy làm 2 người tử vong tại chỗ. Nguyên nhân đang được công an điều tra.',
  };
  const second = {
    title: 'An Lạc: Va chạm xe tải, hai người đi xe máy tử vong',
    summary:
      'Chiều 11/10, tại xã Thượng Lâm, huyện An Lạc, trên quốc lộ 12B, một xe tải đã va chạm với xe máy khiến hai người đi xe máy tử vong tại chỗ. Công an đang điều tra nguyên nhân vụ tai nạn.',
  };
  expect(oneStory(first, second)).toBe(true);
  expect(oneStory(first, { ...second, summary: second.summary.replace('12B', '6') })).toBe(false);
});

test('a ceremony at which two newspapers saw different guests is one story', () => {
  const opened = (by: string): Given => ({
    title: 'Khánh thành cầu Bưa tại xã Thượng Lâm',
    summary: `Ngày 11/10, UBND huyện An Lạc khánh thành cầu Bưa tại xã Thượng Lâm dài 120 m, tổng mức đầu tư 15 tỷ đồng. Dự lễ có ${by} cùng đông đảo bà con.`,
  });
  const told = opened('ông Lò Văn Thử, Chủ tịch UBND huyện');
  expect(oneStory(told, opened('các vị lãnh đạo huyện, trong đó có bà Bùi Thị Ví'))).toBe(true);
});

test.each<[string, Given]>([
  ['commune', changed('Thượng Lâm', 'Hạ Lâm')],
  ['number', changed('20 hộ', '25 hộ')],
  ['spelled number', with_({ summary: `${flood.summary!} Ba người bị thương.` })],
  ['date', with_({ summary: flood.summary!.replace('11/10', '09/10') })],
  ['district', with_({ districts: ['binh-son'] })],
])('what differs in its %s is another event', (what, other) => {
  const first =
    what === 'spelled number' ? with_({ summary: `${flood.summary!} Hai người bị thương.` }) : flood;
  expect(oneStory(first, other)).toBe(false);
});

const training: Given = {
  title: 'Huyện An Lạc tập huấn kỹ thuật trồng cam cho nông dân',
  summary:
    'Trung tâm dịch vụ nông nghiệp huyện An Lạc vừa tổ chức lớp tập huấn kỹ thuật trồng cam theo hướng hữu cơ cho hội viên nông dân các xã vùng cao trong huyện.',
};
const orange = (fruit: string): Given => ({
  title: training.title.replace('cam', fruit),
  summary: training.summary!.replace('cam', fruit),
});

const series = (title: string): Given => ({ title, summary: training.summary! });
const burnt = (who: string): Given => ({
  title: 'Cháy nhà dân ở xã Thượng Lâm trong đêm',
  summary: `Đêm 11/10, ngôi nhà sàn của ${who} ở xã Thượng Lâm, huyện An Lạc bất ngờ bốc cháy, thiêu rụi toàn bộ tài sản. Không có thiệt hại về người.`,
});
const match = (result: string): Given => ({
  title: `Bóng đá học sinh: Mường Vang - Mường Thàng ${result}`,
  summary:
    'Trong trận đấu sáng nay của giải bóng đá học sinh toàn tỉnh, hai đội đã cống hiến cho khán giả một trận cầu sôi nổi với nhiều bàn thắng đẹp.',
});

test.each<[string, Given, Given]>([
  ['the fires in two people’s houses', burnt('ông Hà Văn Thử'), burnt('bà Lò Thị Mẫu')],
  ['the results of two matches', match('3-1'), match('1-3')],
  [
    'two parts of a series under one lead',
    series('Giữ rừng An Lạc - Bài 1: Người gác rừng'),
    series('Giữ rừng An Lạc - Bài cuối: Sống nhờ rừng'),
  ],
  [
    'parts with Roman numbers',
    series('Giữ rừng An Lạc (Kỳ IV): Người gác rừng'),
    series('Giữ rừng An Lạc (Kỳ IX): Sống nhờ rừng'),
  ],
  [
    'a lead that only speaks of the newspaper',
    {
      title: 'Phụ nữ vùng cao thi nấu ăn',
      summary:
        'Báo điện tử của tỉnh trân trọng giới thiệu với bạn đọc những thông tin đáng chú ý trong ngày.',
      districts: ['an-lac'],
    },
    {
      title: 'Huyện An Lạc họp bàn về thu ngân sách',
      summary:
        'Báo điện tử của tỉnh trân trọng giới thiệu với bạn đọc những thông tin đáng chú ý trong ngày.',
      districts: ['an-lac'],
    },
  ],
  ['a form filled in with another word', training, orange('bưởi')],
  ['the same words after four days', flood, with_({ after: 97 })],
  [
    'petrol prices of two days',
    {
      title: 'Giá xăng hôm nay tiếp tục giảm',
      summary: `Liên bộ điều chỉnh giá bán lẻ. ${training.summary}`,
    },
    {
      title: 'Giá xăng hôm nay tiếp tục giảm',
      summary: `Liên bộ điều chỉnh giá bán lẻ. ${training.summary}`,
      after: 24,
    },
  ],
  [
    'a short title that any paper may use',
    { title: 'Khai giảng năm học mới' },
    { title: 'Khai giảng năm học mới' },
  ],
  [
    'two who died',
    {
      title: 'Tin buồn',
      summary: 'Gia đình chúng tôi vô cùng thương tiếc báo tin ông Lò Văn Thử đã từ trần tại nhà riêng.',
    },
    {
      title: 'Tin buồn',
      summary: 'Gia đình chúng tôi vô cùng thương tiếc báo tin ông Hà Công Mẫu đã từ trần tại nhà riêng.',
    },
  ],
  ['news in brief of two days', { title: 'Tin vắn ngày 11/10' }, { title: 'Tin vắn ngày 12/10' }],
  [
    'one newspaper’s next article of a series',
    with_({ newspaper: 'Báo 1' }),
    with_({ newspaper: 'Báo 1', after: 24 }),
  ],
  ['nothing', { title: '' }, { title: '' }],
  ['signs', { title: '…', summary: '***' }, { title: '…', summary: '***' }],
])('%s: two stories', (_, first, second) => {
  expect(oneStory(first, second)).toBe(false);
});

test('a newspaper’s own second edition of the same day is one story with the first', () => {
  expect(oneStory(with_({ newspaper: 'Báo 1' }), with_({ newspaper: 'Báo 1' }))).toBe(true);
});

test('what a newspaper writes every day is told apart by the day, without knowing the words', () => {
  const daily = { ...flood, newspaper: 'Báo 1' };
  const told = (id: number, after: number, given: Given): AlikeArticle => ({
    id,
    story_id: id,
    title: given.title,
    summary: given.summary!,
    districts: [],
    newspaper: given.newspaper!,
    published_at: hours(after),
  });
  const known = [told(1, 0, daily), told(2, 24, daily)];
  const found = findStories([told(3, 25, { ...daily, newspaper: 'Báo 2' })], known, 'Asia/Ho_Chi_Minh');
  expect(found).toEqual(new Map([[3, 2]]));
});

test('an article that contradicts one of a story’s articles is not of that story', () => {
  const less = with_({
    summary: flood.summary!.replace('20 hộ với', 'nhiều hộ với'),
    title: 'Sạt lở đất tại xã Thượng Lâm trong đêm',
  });
  const articles = [flood, less, with_({ ...less, summary: less.summary!.replace('nhiều hộ', '30 hộ') })].map(
    ({ title, summary }, index): AlikeArticle => ({
      id: index + 1,
      story_id: index + 1,
      title,
      summary: summary!,
      districts: [],
      newspaper: `Báo ${index}`,
      published_at: hours(index),
    }),
  );
  expect(findStories(articles, [], 'Asia/Ho_Chi_Minh').has(3)).toBe(false);
});

test('whatever the texts, an article joins an earlier one’s story or none', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constant(flood.summary!));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 12 }), (texts) => {
      const articles = texts.map(
        ([title, summary], index): AlikeArticle => ({
          id: index + 1,
          story_id: index + 1,
          title,
          summary,
          districts: [],
          newspaper: `Báo ${index}`,
          published_at: at,
        }),
      );
      const found = findStories(articles, [], 'Asia/Ho_Chi_Minh');
      for (const [id, story_id] of found) {
        expect(story_id).toBeLessThan(id);
        // Never of one that is itself another's.
        expect(found.has(story_id)).toBe(false);
      }
    }),
  );
});
