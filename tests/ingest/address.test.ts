import fc from 'fast-check';
import { expect, test } from 'vitest';
import { articleLink, canonicalAddress } from '../../src/ingest/address.js';

test.each([
  ['http://www.baotinh.example/12/130789/Tin-moi.htm', 'https://baotinh.example/11/130789/Tin-sua.htm'],
  ['https://en.baotinh.example/12/130789/News.htm', 'https://baotinh.example/en/12/130789/News.htm'],
  ['https://baotinh.example/mu/12/130789/Tin.htm', 'http://baotinh.example/12/130789/Tin-moi.htm'],
  ['http://www.bao.example/tin-1.html', 'https://bao.example/tin-1.html'],
  ['https://m.bao.example/tin-1.html', 'https://bao.example/tin-1.html'],
  ['https://bao.example/tin/', 'https://bao.example/tin'],
  ['https://bao.example/x.aspx?id=5&cat=12', 'https://bao.example/x.aspx?cat=12&id=5'],
  ['https://mobile.bao.example/tin-1.html', 'https://amp.bao.example/tin-1.html'],
  ['https://bao.example/amp/tin-1.html', 'https://bao.example/tin-1.html'],
  ['https://bao.example/tin-1/amp/', 'https://bao.example/tin-1'],
  ['https://bao.example/tin-1.amp.html', 'https://bao.example/tin-1.html'],
  ['https://bao.example/tin-1.html?amp=1', 'https://bao.example/tin-1.html'],
  ['https://bao.example/tin-1.html?amp', 'https://bao.example/tin-1.html'],
  ['https://bao.example/tin-1.html?view=amp', 'https://touch.bao.example/tin-1.html'],
  ['https://bao.example/tin-1.html?ref=rss&from=zalo', 'https://bao.example/tin-1.html'],
  ['https://bao.example/tin/index.html', 'https://bao.example/tin'],
  ['https://bao.example:443/tin', 'http://bao.example:80/tin'],
  ['https://bao.example/c%c3%a2y%2Dcau', 'https://bao.example/c%C3%A2y-cau'],
  ['https://bao.example/cây-cau', 'https://bao.example/c%C3%A2y-cau'],
  ['https://bao.example//tin//bai', 'https://bao.example/tin/bai'],
  ['https://bao.example/tin;jsessionid=5A', 'https://bao.example/tin'],
  ['https://bao.example/xa-ta-mo-hoi-236513.htm', 'https://bao.example/xa-ta-vua-mo-hoi-236513.html'],
  [
    'https://bao.example/xa-ta-mo-hoi-20251125104016547.htm',
    'https://m.bao.example/a-b-c-20251125104016547.htm',
  ],
  ['https://bao.example/mo-hoi-post284561.html', 'https://bao.example/xa-ta-mo-hoi-post284561.tpo'],
  ['https://bao.example/mo-hoi-d1366477.html', 'https://bao.example/tin/xa-ta-mo-hoi-d1366477.html'],
])('%s and %s are one article', (one, other) => {
  expect(canonicalAddress(one)).toBe(canonicalAddress(other));
});

test.each([
  ['https://bao.example/x.aspx?id=5', 'https://bao.example/x.aspx?id=6'],
  ['https://baotinh.example/12/130789/Tin.htm', 'https://baotinh.example/12/130790/Tin.htm'],
  ['https://baotinh.example/12/130789/Tin.htm', 'https://baokhac.example/12/130789/Tin.htm'],
  ['https://bao.example/2019/11/tin-a.htm', 'https://bao.example/2019/11/tin-b.htm'],
  ['https://bao.example/11/2019/tin-a.htm', 'https://bao.example/11/2019/tin-b.htm'],
  ['https://bao.example/tin-20112019.htm', 'https://bao.example/bai-20112019.htm'],
  ['https://bao.example/Tin', 'https://bao.example/tin'],
  ['https://bao.example/tin-van-sang-nay-201119.htm', 'https://bao.example/tin-van-chieu-nay-201119.htm'],
  ['https://bao.example/a-b-c-20112019.htm', 'https://bao.example/d-e-f-20112019.htm'],
  ['https://bao.example/thuong-ho-ngheo-1000000.htm', 'https://bao.example/phat-chu-xe-1000000.htm'],
  ['https://bao.example/nghi-quyet-282072.html', 'https://bao.example/ke-hoach-282072.html'],
  ['https://bao.example/a-b-c-236513.htm', 'https://bao.example/a-b-c-236514.htm'],
  ['https://bao.example/a-b-c-post236513.htm', 'https://bao.example/a-b-c-236513.htm'],
  ['https://bao.example/a-b-c-236513.htm', 'https://baokhac.example/a-b-c-236513.htm'],
  ['https://bao.example/x.aspx?ref=236513', 'https://bao.example/x.aspx?ref=236514'],
  ['https://bao.example/index.php?id=5', 'https://bao.example/index.php?id=6'],
  ['https://m.example/tin', 'https://www.example/tin'],
  ['https://bao.example/a%2Fb', 'https://bao.example/a/b'],
  ['https://bao.example/amplify', 'https://bao.example/lify'],
])('%s and %s are two articles', (one, other) => {
  expect(canonicalAddress(one)).not.toBe(canonicalAddress(other));
});

test('a link loses what only counts visits and keeps what names the article, in its order', () => {
  expect(
    articleLink(' /x.aspx?id=5&utm_source=rss&cat=12&fbclid=a#top ', 'https://bao.example/rss/home.rss'),
  ).toBe('https://bao.example/x.aspx?id=5&cat=12');
  expect(articleLink('https://bao.example/a?utm_source=rss', 'https://bao.example/')).toBe(
    'https://bao.example/a',
  );
});

test.each([
  undefined,
  '',
  'javascript:alert(1)',
  'mailto:a@b.example',
  'http://',
  `https://a.example/${'x'.repeat(3000)}`,
])('%j is no link to an article', (href) => {
  expect(articleLink(href, 'https://bao.example/')).toBeUndefined();
});

const word = fc.stringMatching(/^[a-z]{2,6}$/);
const slug = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join('-'));
const path = fc.array(slug, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

test('however a link is dressed up, it stays the same article', () => {
  const dress = fc.record({
    scheme: fc.constantFrom('http', 'https'),
    host: fc.constantFrom('', 'www.', 'm.', 'mobile.', 'amp.'),
    slashes: fc.constantFrom('/', '//'),
    query: fc.subarray(['utm_source=rss', 'fbclid=Iw-1', 'amp=1']),
    hash: fc.constantFrom('', '#top'),
  });
  fc.assert(
    fc.property(path, dress, (name, { scheme, host, slashes, query, hash }) => {
      const dressed = `${scheme}://${host}bao.example${slashes}${name}?${query.join('&')}${hash}`;
      const plain = canonicalAddress(`https://bao.example/${name}`);
      expect(canonicalAddress(articleLink(dressed, 'https://bao.example/')!)).toBe(plain);
    }),
  );
});

test('two names are two articles, whatever follows them but the same id', () => {
  const ending = fc.constantFrom(
    '',
    '.html',
    '.htm',
    '-20112019.htm',
    '-201119.html',
    '-2019.htm',
    '-5000000.htm',
  );
  fc.assert(
    fc.property(path, path, ending, (one, other, end) => {
      fc.pre(one !== other && ![one, other].some((name) => /^amp\b|\bamp$|^index$/.test(name)));
      const address = (name: string) => canonicalAddress(`https://bao.example/${name}${end}`);
      expect(address(one)).not.toBe(address(other));
    }),
  );
});

test('whatever stands where an address should, there is an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()), (href) => {
      const link = articleLink(href, 'https://bao.example/');
      if (link) expect(canonicalAddress(link)).not.toBe('');
    }),
  );
});
