import { expect, test } from 'vitest';
import { parseListing } from '../../src/ingest/listing.js';

const reading = {
  url: 'https://baotinh.example/289/Tin-huyen.htm',
  timeZone: 'Asia/Ho_Chi_Minh',
  now: new Date('2026-10-05T00:00:00Z'),
};
const selectors = { item: '.news-item', title: 'h3 a', link: 'h3 a', summary: '.lead', date: 'time' };
const page = `<!doctype html><html><body><div class="list">
  <div class="news-item"><h3><a href="/11/136001/mot.htm">Xã Mường Thử <b>được mùa</b></a></h3>
    <p class="lead">(HBĐT) - Bà con &amp; hợp tác xã phấn khởi.</p><time datetime="2026-10-01T08:00:00+07:00">hôm qua</time></div>
  <div class="news-item"><h3><a href="../12/136002/hai.htm?utm_source=x">Giá &lt;b&gt; tăng</a></h3><time>01/10/2026 | 09:00</time></div>
  <div class="news-item"><h3><a>Không có liên kết</a></h3></div>
</div></body></html>`;

test('a page gives its items by the selectors', () => {
  const { items, skipped } = parseListing(page, selectors, reading);
  expect(items).toMatchObject([
    {
      title: 'Xã Mường Thử được mùa',
      link: 'https://baotinh.example/11/136001/mot.htm',
      summary: 'Bà con & hợp tác xã phấn khởi.',
      published_at: new Date('2026-10-01T01:00:00Z'),
    },
    {
      title: 'Giá <b> tăng',
      link: 'https://baotinh.example/12/136002/hai.htm',
      summary: '',
      published_at: new Date('2026-10-01T02:00:00Z'),
    },
  ]);
  expect(skipped).toBe(1);
});

test('the item may itself be the link, and links follow the page’s base', () => {
  const { items } = parseListing(
    '<html><head><base href="https://cdn.example/vi/"></head><body><a class="n" href="tin.htm">Tin</a></body></html>',
    { item: 'a.n', title: 'a.n', link: 'a.n' },
    reading,
  );
  expect(items).toMatchObject([{ title: 'Tin', link: 'https://cdn.example/vi/tin.htm' }]);
});

test('a page that was rebuilt is an error, not a quiet day; so is a selector that is none', () => {
  expect(() => parseListing(page, { ...selectors, item: '.gone' }, reading)).toThrow(
    expect.objectContaining({ kind: 'empty' }),
  );
  expect(() => parseListing('{}', selectors, reading)).toThrow(expect.objectContaining({ kind: 'empty' }));
  for (const wrong of [{ item: '[[' }, { title: '[[' }])
    expect(() => parseListing(page, { ...selectors, ...wrong }, reading)).toThrow(
      expect.objectContaining({ kind: 'malformed' }),
    );
});

test('a check for browsers in the place of the page is named as such', () => {
  const check = '<html><script>document.cookie="k=1";location.reload()</script></html>';
  expect(() => parseListing(check, selectors, reading)).toThrow(
    expect.objectContaining({ kind: 'not_a_feed', message: 'not the listing: a check for browsers' }),
  );
});

test.each([
  ['tags', '<div>'.repeat(50_000)],
  ['items', '<div class="news-item"><b>'.repeat(50_000)],
])('%s within one another for ever are refused', (_, html) => {
  expect(() => parseListing(html + page, selectors, reading)).toThrow(
    expect.objectContaining({ kind: 'malformed' }),
  );
});
