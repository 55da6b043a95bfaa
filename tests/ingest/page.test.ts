import { expect, test } from 'vitest';
import { type PageFormat, parsePage } from '../../src/ingest/page.js';

const title = 'Xã Mường Thử khánh thành cầu treo';
const url = 'https://baothu.example/11/136001/cau-treo.htm';
const lead =
  'Sáng 4/10, xã Mường Thử (An Lạc) khánh thành cây cầu treo dài 90 m qua suối Thử, nối hai xóm xa nhất của xã.';
const text = [
  'Cầu được khởi công từ tháng 3, do Nhà nước và nhân dân cùng làm. Bà con trong xã góp hơn 1.200 ngày công.',
  'Trước đây, mỗi mùa lũ học sinh hai xóm phải nghỉ học vì nước suối dâng cao. Nay cầu treo bắc qua suối Thử đưa các em đến trường quanh năm.',
  'Chủ tịch UBND xã Mường Thử cho biết, xã sẽ làm tiếp đường bê tông từ cầu treo vào trung tâm hai xóm trong năm tới.',
];
const others = ['Xã Cao Xá họp dân', 'Bình Sơn trồng rừng', 'Lương Thử mở chợ phiên'].map(
  (other, n) =>
    `<div class="row"><h3><a href="/11/13599${n}/x.htm">${other} để bàn việc làm đường</a></h3><p class="lead">(BT) - Huyện Xa Lạ ${other} trong những ngày qua đã có nhiều việc làm thiết thực cho bà con.</p></div>`,
);

const page = ({ head = '', above = '', body = text, below = '' } = {}) =>
  `<!doctype html><html><head><title>Báo Thử</title>${head}</head><body><div class="menu"><a href="/">Tin mới</a><a href="/1">Tin khác</a></div><div class="main"><h1>${title}</h1>${above}<div class="detail">${body.map((p) => `<p>${p}</p>`).join('')}</div>${below}</div></body></html>`;
const read = (html: string, format: Partial<PageFormat> = {}) =>
  parsePage(Buffer.from(html), 'text/html; charset=utf-8', url, {
    title,
    time_zone: 'Asia/Ho_Chi_Minh',
    selectors: null,
    ...format,
  });

test('JSON-LD says it all', () => {
  const data = {
    '@graph': [
      { '@type': 'Organization', description: 'Báo Thử, cơ quan của tỉnh Thử.' },
      {
        '@type': 'NewsArticle',
        headline: title,
        description: lead,
        datePublished: '2026-10-04T08:00:00+07:00',
        articleSection: ['Xã hội'],
        image: { url: '/anh.jpg' },
        url: '/11/136001/cau-treo.htm',
      },
    ],
  };
  const script = `<script type="application/ld+json">${JSON.stringify(data, null, 2)}</script>`;
  expect(read(page({ head: script }))).toEqual({
    title,
    lead,
    extract: expect.any(String),
    body: text.join('\n'),
    published_at: new Date('2026-10-04T01:00:00Z'),
    section: 'Xã hội',
    image: 'https://baothu.example/anh.jpg',
    canonical: url,
  });
});

test('the older tags say it too, and the date may stand below the headline', () => {
  const head = `<meta property="og:title" content="${title}"><meta property="og:description" content="(BT) - ${lead}">
    <meta property="article:section" content="Xã hội"><meta property="og:image" content="https://anh.example/1.jpg">
    <link rel="canonical" href="${url}?utm_source=x">`;
  const above = '<div class="date-detail">Chủ nhật, 04/10/2026 | 08:00</div>';
  expect(read(page({ head, above }))).toMatchObject({
    title,
    lead,
    section: 'Xã hội',
    image: 'https://anh.example/1.jpg',
    canonical: url,
    published_at: new Date('2026-10-04T01:00:00Z'),
  });
});

const description = (content: string) => `<meta name="description" content="${content}">`;

test.each([
  ['set apart', { above: `<h2 class="detail-sapo">${lead}</h2>` }, lead],
  ['the agency’s first paragraph', { body: [`(BT) – ${lead}`, ...text] }, lead],
  [
    'cut off, but whole in the text',
    { head: description(`${lead.slice(0, 60)}...`), body: [`${lead} Câu thứ hai.`, ...text] },
    lead,
  ],
  ['cut off after a whole sentence', { head: description(`${lead} Dự lễ có lãnh đạo huyện và...`) }, lead],
  ['the title again', { head: description(`${title} | Báo Thử`) }, ''],
  ['a template', { head: description('{title} {head} trên trang của báo chúng tôi') }, ''],
  [
    'what the newspaper says of itself',
    {
      head: description(
        'Báo Thử điện tử cập nhật tin tức nhanh nhất về chính trị, kinh tế, văn hóa, thể thao trong và ngoài nước.',
      ),
      body: [...text, ...text],
    },
    '',
  ],
])('a lead that is %s', (_, parts, expected) => {
  expect(read(page(parts)).lead).toBe(expected);
});

test.each([
  ['in a box of their own', `<div><h2>Các tin khác</h2>${others.join('')}</div>`],
  ['in a box after a headed box', `<div><b>Tin liên quan:</b></div><div>${others.join('')}</div>`],
  ['in nothing', `<p><b>Các tin khác</b></p>${others.join('').replace(/<\/?div[^>]*>/g, '')}`],
  ['in a box that is named', `<div class="tin-lien-quan">${others.join('')}</div>`],
  [
    'with the newspaper’s navigation',
    `<h4>Tin cùng chuyên mục</h4>${others.join('')}<div>Xem các tin đã đưa ngày: <select></select> Tin trong: <a>Chuyên mục này</a> | <a>Mọi chuyên mục</a></div>`,
  ],
])('other news %s are not the article', (_, below) => {
  const facts = read(page({ below }));
  expect(facts.body).toBe(text.join('\n'));
  expect(facts.lead).toBe('');
});

test('other news after nothing but line breaks are not the article', () => {
  const body = `${text.join('<br>')}<br>Tin liên quan:<br>${others.join('').replace(/<\/?(?:div|h3|p)[^>]*>/g, ' ')}`;
  const html = `<html><body><div><h1>${title}</h1></div><div id="content">${body}</div></body></html>`;
  expect(read(html).body).toBe(text.join('\n'));
});

test('a page whose main heading is the newspaper’s name, all in one form, is read from its headline on', () => {
  const html = `<html><body><form><h1>Báo Thử</h1><div class="date">Thứ Hai, 05/10/2026</div>
    <div>Tin mới</div><div><a href="/1">Lương Thử mở hội</a></div>
    <div><div class="title">${title}</div><div class="date">04/10/2026 08:00</div>${text.map((p) => `<p>${p} <a href="/t">#</a></p>`).join('')}</div></form></body></html>`;
  for (const tag of ['div', 'h2']) {
    const facts = read(html.replace(`<div class="title">${title}</div>`, `<${tag}>${title}</${tag}>`));
    expect(facts.body.split('\n').map((line) => line.replace(' #', ''))).toEqual(
      expect.arrayContaining(text),
    );
    expect(facts.body).not.toContain('Lương Thử');
    expect(facts.published_at).toEqual(new Date('2026-10-04T01:00:00Z'));
  }
});

test('a list of other news amid the text goes alone', () => {
  const list = `<b>Tin liên quan</b></p><ul>${others.map((other) => `<li>${other}</li>`).join('')}</ul><p>`;
  expect(read(page({ body: [text[0]!, list, text[1]!, text[2]!] })).body).toBe(text.join('\n'));
});

test('the editor’s selectors go first', () => {
  const html = page({ below: `<div id="right"><p>${lead} ${lead}</p><p class="author">Bùi Thử</p></div>` });
  expect(read(html, { selectors: { body: '#right', remove: ['.author'] } }).body).toBe(`${lead} ${lead}`);
  expect(() => read(html, { selectors: { body: '###' } })).toThrow('no selector: ###');
});

test('templates never filled in and bodies that a script decodes are no text', () => {
  const noise = ['{title}', '{publish} {head}', 'Cập nhật:  GMT+7', 'QmFvIFRodQ'.repeat(400)];
  expect(read(page({ body: [...noise, ...text] })).body).toBe(text.join('\n'));
  expect(read(page({ head: description(lead), body: noise }))).toMatchObject({ lead, body: '', extract: '' });
});

test('the extract is the sentences that carry most, verbatim, in their order, none that leans on another', () => {
  const { extract } = read(page());
  const sentences = text.join(' ');
  expect(extract).toBe(`${'Nay cầu treo bắc qua suối Thử đưa các em đến trường quanh năm.'} ${text[2]}`);
  expect(sentences).toContain(extract);
});

test.each([
  ['a page of nothing', '<html><body></body></html>'],
  [
    'broken metadata',
    page({ head: '<script type="application/ld+json">{"@type": [</script><meta content>' }),
  ],
  [
    'hostile metadata',
    page({
      head: '<script type="application/ld+json">[null, {"@type": {"a": 1}, "@graph": 5}]</script>',
    }),
  ],
])('%s is read as what it is', (_, html) => {
  expect(read(html)).toMatchObject({ lead: '' });
});

test.each([
  ['nothing', '', 'not a page'],
  ['a PDF', '%PDF-1.7 garbage', 'not a page'],
  ['20,000 nested tags', '<div>'.repeat(20_000), 'nested more than 512 deep'],
  ['4 MB', `<p>${'x'.repeat(4 * 1024 * 1024)}`, 'a page of 4194307 characters'],
])('%s is refused', (_, html, why) => {
  expect(() => read(html)).toThrow(why);
});

test('the date above the headline is today’s, however the one below is nested', () => {
  const today = '<div class="top"><span class="date">Thứ Hai, 05/10/2026</span></div>';
  const html = page({
    above: '<div class="info"><span class="date">Chủ nhật, 04/10/2026 | 08:00</span></div>',
  });
  expect(read(html.replace('<h1>', `${today}<h1>`)).published_at).toEqual(new Date('2026-10-04T01:00:00Z'));
});

test.each([
  'Những tin mới hơn',
  'Cùng chuyên mục',
  'Bạn có thể quan tâm',
  'Các tin tiếp theo',
  'Tin liên quan »',
  'Đọc nhiều nhất',
])('what stands below %j is not the article', (heading) => {
  const { body } = read(page({ below: `<h3>${heading}</h3>${others.join('')}` }));
  expect(body).toBe(text.join('\n'));
});

test('JSON-LD may wrap the article in the page, and stand in CDATA for old browsers', () => {
  const data = {
    '@type': 'WebPage',
    description: 'Báo Thử, cơ quan của tỉnh Thử.',
    mainEntity: { '@type': 'NewsArticle', headline: title, description: lead },
  };
  for (const script of [JSON.stringify(data), `//<![CDATA[\n${JSON.stringify(data)}\n//]]>`])
    expect(read(page({ head: `<script type="application/ld+json">${script}</script>` })).lead).toBe(lead);
});

test('a check for browsers in the place of the page is not the article', () => {
  expect(() => read('<html><title>Just a moment...</title><body></body></html>')).toThrow(
    'not the article: a check for browsers',
  );
});
