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
