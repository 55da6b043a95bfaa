import { expect, test } from 'vitest';
import { decodeBody } from '../../src/ingest/charset.js';
import { parseFeed } from '../../src/ingest/feed.js';
import type { Item } from '../../src/ingest/items.js';

const reading = {
  url: 'https://bao.example/rss/home.rss',
  timeZone: 'Asia/Ho_Chi_Minh',
  now: new Date('2026-10-05T00:00:00Z'),
};
const parse = (text: string) => parseFeed(text, reading);
const channel = (items: string) =>
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo thử</title><link>https://bao.example/</link>${items}</channel></rss>`;
const rssItem = (fields: string) =>
  `<item><title>Xã Thử được mùa</title><link>https://bao.example/mot.htm</link>${fields}</item>`;
const atom = (entry: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo thử</title><entry>${entry}</entry></feed>`;
const whole = {
  title: 'Xã Thử được mùa',
  link: 'https://bao.example/mot.htm',
  summary: 'Bà con phấn khởi.',
  published_at: new Date('2019-11-25T01:00:00Z'),
};
const fields =
  '<description>Bà con phấn khởi.</description><pubDate>Mon, 25 Nov 2019 08:00:00 +0700</pubDate>';
const good = channel(rssItem(fields));

test.each<[string, 'strict' | 'tolerant', string]>([
  ['a sound feed', 'strict', good],
  ['no declaration', 'strict', good.replace(/<\?xml.*?\?>/, '')],
  ['a byte order mark', 'strict', `\ufeff${good}`],
  ['blank lines before the declaration', 'tolerant', `\n\n\n\n${good}`],
  ['a comment before, which speaks of <rss>', 'strict', good.replace('<rss', '<!-- made by <rss> 2 --><rss')],
  ['a comment that holds the whole feed', 'tolerant', `<!-- ${good} -->`],
  ['an item in a comment', 'strict', good.replace('<item>', '<!-- <item><title>Ẩn</title></item> --><item>')],
  [
    'warnings of PHP before it',
    'tolerant',
    `<br />\n<b>Warning</b>:  foo() in <b>/rss.php</b> on line <b>3</b><br />\n${good}`,
  ],
  ['a script and a comment after it', 'tolerant', `${good}<script>var a;</script><!-- cached -->`],
  ['tags in capitals', 'strict', good.replace(/<\/?[a-z]+/gi, (tag) => tag.toUpperCase())],
  [
    'tags in capitals, and broken',
    'tolerant',
    good.replace(/<\/?[a-z]+/gi, (tag) => tag.toUpperCase()).replace('Báo', '&'),
  ],
  ['a bare &', 'tolerant', good.replace('Báo thử', 'Báo & thử')],
  ['an entity of HTML', 'tolerant', good.replace('Xã Thử', 'Xã&nbsp;Thử')],
  [
    'NUL and other control characters',
    'tolerant',
    good.replace('Xã', 'X\0ã\u0008').replace('<link', '<li\0nk'),
  ],
  ['no end', 'tolerant', good.replace('</channel></rss>', '')],
  ['an item never closed', 'tolerant', good.replace('</item>', '')],
  ['markup in the title, never closed', 'tolerant', good.replace('được mùa', 'được mùa<br>')],
  [
    'items beside the channel',
    'strict',
    good.replace('<item>', '</channel><item>').replace('</channel></rss>', '</rss>'),
  ],
  [
    'CDATA everywhere',
    'strict',
    good.replace(/(<(?:title|link|description|pubDate)>)([^<]*)/g, '$1<![CDATA[ $2 ]]>'),
  ],
  ['a link without its scheme', 'strict', good.replace('https://bao.example/mot', 'www.bao.example/mot')],
  ['a link relative to the channel’s', 'strict', good.replace('https://bao.example/mot.htm', '/mot.htm')],
  [
    'a link within lines of its own',
    'strict',
    good.replace('https://bao.example/mot.htm', '\n  https://bao.example/mot.htm\n'),
  ],
  [
    'a link that only the guid gives',
    'strict',
    good.replace(/<link>(https:..bao.example.mot.htm)<.link>/, '<guid>$1</guid>'),
  ],
  [
    'a link of Atom in RSS',
    'strict',
    good.replace(/<link>(https:..bao.example.mot.htm)<.link>/, '<atom:link href="$1" rel="alternate"/>'),
  ],
  [
    'a date of Dublin Core, nothing declared',
    'strict',
    good.replace(/<pubDate>.*<.pubDate>/, '<dc:date>2019-11-25T08:00:00+07:00</dc:date>'),
  ],
  [
    'an empty content:encoded, nothing declared',
    'strict',
    good.replace('</item>', '<content:encoded></content:encoded></item>'),
  ],
  [
    'the text only in content:encoded',
    'strict',
    good.replace(
      /<description>(.*)<.description>/,
      '<description/><content:encoded><![CDATA[<p>$1</p><p>Thêm.</p>]]></content:encoded>',
    ),
  ],
  [
    'the text only in content:encoded, and broken',
    'tolerant',
    good.replace(
      /<description>(.*)<.description>/,
      '<description/> & <content:encoded><![CDATA[<p>$1</p><p>Thêm.</p>]]></content:encoded>',
    ),
  ],
  [
    'a collection of newspapers',
    'strict',
    channel(
      `<item><title>Xã Thử được mùa - Báo Thử</title><link>https://bao.example/mot.htm</link><source url="https://bao.example">Báo Thử</source>
      <description>Bà con phấn khởi.</description><pubDate>Mon, 25 Nov 2019 01:00:00 GMT</pubDate></item>`,
    ),
  ],
  [
    'RSS 0.9',
    'strict',
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>c</title><link>https://bao.example/</link></channel>${rssItem(fields.replaceAll('pubDate', 'dc:date'))}</rdf:RDF>`,
  ],
  [
    'Atom 0.3',
    'strict',
    `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>c</title><entry><title mode="escaped">Xã &lt;b&gt;Thử&lt;/b&gt; được mùa</title><link rel="alternate" type="text/html" href="/mot.htm"/><issued>2019-11-25T08:00:00+07:00</issued><modified>2026-01-01T00:00:00Z</modified><summary>Bà con phấn khởi.</summary></entry></feed>`,
  ],
  [
    'Atom with a prefix, a source of its own first, and broken',
    'tolerant',
    `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>c & d</a:title><a:entry><a:source><a:title>Khác</a:title><a:link href="/khac"/></a:source><a:title>Xã Thử được mùa</a:title><a:link rel="self" href="/atom/1"/><a:link href="/mot.htm"/><a:updated>2026-01-01T00:00:00Z</a:updated><a:published>2019-11-25T08:00:00+07:00</a:published><a:content>Bà con phấn khởi.</a:content></a:entry></a:feed>`.replace(
      '<a:updated>2026-01-01T00:00:00Z</a:updated>',
      '',
    ),
  ],
  [
    'Atom in XHTML, the alternate link among others',
    'strict',
    atom(
      '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Xã <b>Thử</b> được mùa</div></title><link rel="enclosure" href="/a.jpg"/><link rel="self" href="/atom/1"/><link rel="alternate" href="/mot.htm"/><published>2019-11-25T08:00:00+07:00</published><updated>2026-01-01T00:00:00Z</updated><summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Bà con phấn khởi.</p></div></summary>',
    ),
  ],
  [
    'JSON Feed 1.0 with a number for an id',
    'strict',
    `\n{"version":"https://jsonfeed.org/version/1","title":"c","items":[{"id":7,"url":"/mot.htm","title":"Xã Thử được mùa","content_text":"Bà con phấn khởi.\\n\\nThêm.","date_published":"2019-11-25T08:00:00+07:00"}]}`,
  ],
  [
    'JSON with line breaks inside its strings, a comma too many and a script behind',
    'tolerant',
    `{"version":"https://jsonfeed.org/version/1.1","title":"c\n","items":[{"id":"7","url":"/mot.htm","title":"Xã Thử được mùa","summary":"Bà con\nphấn khởi.","date_published":"2019-11-25T08:00:00+07:00"},]}<script>`,
  ],
  [
    'JSON whose id is the link',
    'strict',
    '{"version":"https://jsonfeed.org/version/1.1","title":"c","items":[{"id":"https://bao.example/mot.htm","title":"Xã Thử được mùa","content_html":"<p>Bà con phấn khởi.</p><p>Thêm.</p>","date_published":"2019-11-25T08:00:00+07:00"}]}',
  ],
  [
    'CDATA within CDATA',
    'strict',
    good.replace(/(<(?:title|link|description)>)([^<]*)/g, '$1<![CDATA[<![CDATA[$2]]>]]>'),
  ],
  [
    'CDATA that was escaped',
    'strict',
    good.replace(/(<(?:title|description)>)([^<]*)/g, '$1&lt;![CDATA[$2]]&gt;'),
  ],
  ['CDATA never closed', 'tolerant', good.replace('<title>Xã', '<title><![CDATA[Xã')],
  [
    'a lead that is only a picture, and the text after another',
    'strict',
    good.replace(
      /<description>(.*)<.description>/,
      '<description><![CDATA[<img src="/a.jpg">]]></description><content:encoded><![CDATA[<figure><img src="/a.jpg"><figcaption>Ảnh: Minh Họa</figcaption></figure><p>$1</p>]]></content:encoded>',
    ),
  ],
  [
    'prefixes of its own, and broken',
    'tolerant',
    good
      .replace(
        '<rss',
        '<rss xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/"',
      )
      .replace('Báo thử', 'Báo & thử')
      .replace(/description>/g, 'c:encoded>')
      .replace(/<pubDate>.*<.pubDate>/, '<d:date>2019-11-25T08:00:00+07:00</d:date>'),
  ],
  [
    'a guid that says it is the link',
    'strict',
    good.replace(/<link>https:..bao.example(.mot.htm)<.link>/, '<guid isPermaLink="true">$1</guid>'),
  ],
  [
    'a link in an attribute',
    'tolerant',
    good.replace(/<link>(https:..bao.example.mot.htm)<.link>/, '<link href="$1"/>'),
  ],
  ['a link that begins with the host', 'strict', good.replace('https://bao.example/mot', 'bao.example/mot')],
  ['two schemes', 'strict', good.replace('https://bao.example/mot', 'http://https://bao.example/mot')],
  ['half a scheme', 'strict', good.replace('https://bao.example/mot', 'https:/bao.example/mot')],
  [
    'what WordPress adds to every lead',
    'strict',
    good.replace(
      'khởi.</',
      'khởi. [&amp;#8230;]&lt;p&gt;The post &lt;a href="/x"&gt;Xã Thử&lt;/a&gt; appeared first on &lt;a href="/"&gt;Báo Thử&lt;/a&gt;.&lt;/p&gt;</',
    ),
  ],
])('%s: the item is read, and the parser was %s', (_, parser, text) => {
  const listed = parse(text);
  expect(listed.items).toHaveLength(1);
  const { title, link, summary, published_at } = listed.items[0]!;
  expect({ title, link: link.replace('www.', ''), summary, published_at }).toEqual(whole);
  expect(listed.parser).toBe(parser);
});

test.each([
  ['the feed', '<rss version="2.0" xml:base="https://cdn.example/vi/">', '', 'https://cdn.example/vi/1.htm'],
  [
    'the item',
    '<rss version="2.0" xml:base="https://cdn.example/vi/">',
    ' xml:base="tin/"',
    'https://cdn.example/vi/tin/1.htm',
  ],
])('xml:base of %s counts, read strictly or tolerantly', (_, root, base, link) => {
  for (const title of ['c', 'c & d'])
    expect(
      parse(
        `${root}<channel><title>${title}</title><link>https://bao.example/</link><item${base}><title>a</title><link>1.htm</link></item></channel></rss>`,
      ).items[0]?.link,
    ).toBe(link);
});

test('a link escaped twice is the link', () => {
  expect(parse(good.replace('mot.htm', 'x.aspx?id=5&amp;amp;cat=2')).items[0]?.link).toBe(
    'https://bao.example/x.aspx?id=5&cat=2',
  );
});

test('a guid that is no address is not taken for a link', () => {
  const { items, skipped } = parse(channel('<item><title>a</title><guid>dt-778899</guid></item>'));
  expect([items, skipped]).toEqual([[], 1]);
});

test('a collection repeats the title where the lead should be', () => {
  const { items } = parse(
    channel(
      '<item><title>Xã Thử được mùa - Báo Thử</title><link>https://news.example/1</link><source url="https://bao.example">Báo Thử</source><description>&lt;a href="https://news.example/1"&gt;Xã Thử được mùa&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font color="#6f6f6f"&gt;Báo Thử&lt;/font&gt;</description></item>',
    ),
  );
  expect(items).toMatchObject([{ title: 'Xã Thử được mùa', summary: '' }]);
});

test.each(['Giá <5.000 đồng', 'Giá < 5.000 đồng', 'Mưa <Đà> lớn', 'a<1 & b>2'])(
  'the headline %j keeps its <, in CDATA and bare',
  (title) => {
    expect(parse(good.replace('Xã Thử được mùa', title)).items[0]?.title).toBe(title);
    const inCdata = good.replace('Xã Thử được mùa', `<![CDATA[${title}]]>`).replace('Báo thử', '&');
    expect(parse(inCdata).items[0]?.title).toBe(title);
  },
);

test('of a torn JSON feed the whole items are read', () => {
  const items = [1, 2, 3].map((n) => ({
    id: String(n),
    url: `/${n}.htm`,
    title: `Tin {[${n}]}`,
    tags: ['a'],
  }));
  const text = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'c', items });
  for (const end of ['"tags"', '{[3', ',"url":"/3'])
    expect(parse(text.slice(0, text.lastIndexOf(end))).items.map(({ title }) => title)).toEqual([
      'Tin {[1]}',
      'Tin {[2]}',
    ]);
  expect(() => parse(text.slice(0, 60))).toThrow('JSON, but no feed');
});

test.each(['c', 'c & d'])('a feed called %j says how long it may be kept', (title) => {
  const timed = (timing: string) =>
    parse(
      `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>${title}</title>${timing}${rssItem(fields)}</channel></rss>`,
    ).ttlSeconds;
  expect(timed('<ttl>60</ttl>')).toBe(3600);
  expect(timed('<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>')).toBe(
    1800,
  );
  expect(timed('')).toBeUndefined();
});

test('a thousand items and an empty channel are both a feed', () => {
  const thousand = Array.from({ length: 1000 }, (_, n) => rssItem(fields).replace('mot', `tin-${n}`));
  expect(parse(channel(thousand.join(''))).items).toHaveLength(1000);
  expect(parse(channel(''))).toMatchObject({ items: [], skipped: 0, parser: 'strict' });
});

const torn = [
  [
    'RSS',
    channel(
      ['mot', 'hai', 'ba']
        .map((slug) => rssItem(`${fields}<guid isPermaLink="false">${slug}</guid>`).replace('mot', slug))
        .join(''),
    ),
  ],
  [
    'Atom',
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>c</title>${['mot', 'hai']
      .map(
        (slug) =>
          `<entry><id>${slug}</id><title>Xã Thử</title><link href="https://bao.example/${slug}"/><summary>Bà con.</summary><updated>2019-11-25T08:00:00+07:00</updated></entry>`,
      )
      .join('')}</feed>`,
  ],
] as const;

test.each(torn)('%s torn off anywhere gives its whole items and no half one', (_, text) => {
  const { items } = parse(text);
  for (let end = text.indexOf('</title>'); end < text.length; end++) {
    const read: Item[] = parse(text.slice(0, end)).items;
    expect(read).toEqual(items.slice(0, read.length));
    expect(read.length).toBeGreaterThanOrEqual(text.slice(0, end).split(/<\/(?:item|entry)>/).length - 1);
  }
});

test.each(torn)('%s is read the same whichever parser is needed', (_, text) => {
  expect(parse(text.replace('</title>', ' & c&nbsp;d</title>'))).toEqual({
    ...parse(text),
    title: expect.stringContaining(' & c d'),
    parser: 'tolerant',
  });
});

test.each([
  [
    'a check for browsers',
    '<html><body><script>document.cookie="D1N=0123"+"; path=/"; window.location.reload(true);</script></body></html>',
  ],
  ['a check for browsers', '<script>document.cookie="k=1";location.href="/rss"</script>'],
  ['a check for browsers', '<html><title>One moment, please...</title><body>Please wait</body></html>'],
  ['a page that turns us away', '<html><title>Access Denied</title><body>Reference #18</body></html>'],
  ['a page that turns us away', '<html><title>Yêu cầu bị từ chối</title><body></body></html>'],
  ['a check for browsers', '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>'],
  ['a check for browsers', '<!-- x --><HTML><BODY><div class="g-recaptcha"></div></BODY></HTML>'],
  [
    'a maintenance page',
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"><html><body><h1>Hệ thống đang bảo trì</h1></body></html>',
  ],
  [
    'a consent page',
    '<!doctype html><html><body>Before you continue<form action="https://consent.example/save"></form></body></html>',
  ],
  ['a login page', '<html><form><input name="p" type="password"></form></html>'],
  ['an error page', '<html><head><title>404 - Không tìm thấy trang</title></head></html>'],
  ['a site that was shut', '<html><body>This account has been suspended.</body></html>'],
])('%s with status 200 is named as what it is', (what, page) => {
  expect(() => parse(page)).toThrow(
    expect.objectContaining({ kind: 'not_a_feed', message: `not a feed (HTML): ${what}` }),
  );
});

test('an empty answer and a page like any other are no feed either', () => {
  expect(() => parse(' \n')).toThrow('not a feed: an empty answer');
  expect(() => parse('<html><body><h1>Tin mới</h1></body></html>')).toThrow(/^not a feed \(HTML\)$/);
});

test('what is declared as UTF-16 and sent as UTF-8 is read, and is well formed', () => {
  const body = Buffer.from(good.replace('utf-8', 'utf-16'));
  expect(parse(decodeBody(body, 'text/html; charset=utf-16'))).toMatchObject({
    items: [whole],
    parser: 'strict',
  });
});
