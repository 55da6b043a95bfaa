import fc from 'fast-check';
import { commands } from '../../src/bot/commands.js';
import { noticeVersion } from '../../src/bot/notice.js';

/** What random users may do. Numbers choose among what there is at that moment. */
const who = fc.nat({ max: 5 });
/** 0: the own chat with the bot; 1 to 3: the group and its two topics. */
const place = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
);
/** How the update reaches the bot. */
const arrives = fc.oneof(
  { weight: 6, arbitrary: fc.constant('once' as const) },
  { weight: 1, arbitrary: fc.constantFrom('again' as const, 'at both' as const) },
);

const staffCommands = [
  'admin',
  'quantri',
  'broadcast',
  'thongbao',
  'retry',
  'guilai',
  'sources',
  'nguon',
  'invite',
  'moi',
  'roles',
  'vaitro',
];
const names = [...Object.values(commands).flat(), ...staffCommands, 'review', 'diembao'];

const odd = fc.constantFrom(
  '😀'.repeat(2048),
  `x${'😀'.repeat(2047)}`,
  '🧑‍🌾'.repeat(800),
  '\0',
  'Bình\0Sơn',
  '\u202eBình Sơn\u202c',
  '\u200f\u200e',
  '<b>An Lạc</b> & <a href="tg://user?id=1">x</a>',
  '&lt;&#0;&amp;amp;',
  '///',
  '/',
  '/ tin',
  '/TIN',
  '/start@someone_else_bot',
  '//start',
  '{$n} { districts }',
  '%00%',
  "'; drop table chat; --",
  '_*[`~',
  '\ufeff',
  'a'.repeat(4096),
  'ạ̣̣'.repeat(1000),
  '\n\n\n',
  'http://127.0.0.1:9/',
  'v1:ey',
  '999999999999999999999',
  '31/02/2026',
);
const placeNames = fc.constantFrom(
  'An Lạc',
  'an lac',
  'AN LAC',
  'huyện Bình Sơn',
  'bình sơn',
  'Cao Xá',
  'caoxa',
  'cao',
  'Xã Thứ 12',
  'xa thu',
  'Tỉnh Thử',
  'đâu đó',
);
const spelt = fc
  .tuple(placeNames, fc.constantFrom('NFC', 'NFD', 'NFKD'))
  .map(([text, form]) => text.normalize(form));
const strings = fc.string({ unit: 'grapheme', maxLength: 60 });
const argument = fc.oneof(
  fc.constantFrom(
    '',
    '',
    'an-lac',
    'd_binh-son',
    'D_CAO-XA',
    'off_',
    'own_',
    'r_',
    'r_zzzzzzzzzz',
    'off_AAAAAAAAAAAAAAAAAAAAAA',
    '1',
    '-1',
  ),
  odd,
  strings,
);
const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom(...names), argument).map(([name, rest]) => `/${name} ${rest}`.trim()),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/start an-lac',
      '/start',
      '/khuvuc',
      '/settings',
      '/dung',
      '/privacy',
      '/tin',
    ),
  },
  { weight: 2, arbitrary: spelt },
  { weight: 2, arbitrary: odd },
  { weight: 1, arbitrary: strings },
);

/** The bits of any choice of the made-up region's districts, and of some that are none. */
const choice = fc.oneof(
  fc.nat({ max: 31 }).map((bits) => Buffer.of(bits).toString('base64url')),
  fc.uint8Array({ maxLength: 19 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  fc.constantFrom('', '____________', '_'.repeat(26), 'AA'),
);
const time = fc.constantFrom('0630', '0600', '0700', '1730', '2130', '0500', '9999');
/** Data of the right shape that nobody need have been shown. */
const shaped = fc.oneof(
  fc.constantFrom('v1:xy', 'v1:xy', 'v1:ey', 'v1:xp', 'v1:ej', `v1:y:${noticeVersion}:0630:____`),
  fc
    .tuple(fc.constantFrom(noticeVersion, '0.9'), time, choice)
    .map(([notice, at, bits]) => `v1:y:${notice}:${at}:${bits}`),
  fc.tuple(fc.constantFrom('w', 'f', 'l'), choice).map(([kind, bits]) => `v1:${kind}:${bits}`),
  fc
    .tuple(fc.constantFrom('o', 'h', 'dq'), time, choice)
    .map(([kind, at, bits]) => `v1:${kind}:${at}:${bits}`),
  fc.tuple(time, fc.nat({ max: 999 }), choice).map(([at, page, bits]) => `v1:c:${at}:${page}:${bits}`),
  time.map((at) => `v1:sh:${at}`),
  fc.constantFrom('v1:n', 'v1:s', 'v1:d', 'v1:dn', 'v1:i', 'v1:b', 'v1:bl:999', 'v1:bd:an-lac', 'v1:bd:x'),
  fc.constantFrom(
    'v1:sl:en',
    'v1:sl:vi',
    'v1:sl:xx',
    'v1:sn:1',
    'v1:sn:0',
    'v1:sv:s',
    'v1:sv:n',
    'v1:su',
    'v1:su:1',
    'v1:su:0',
  ),
  fc.constantFrom(
    'v1:sp',
    'v1:sp:1',
    'v1:sp:30',
    'v1:sp:99',
    'v1:sr',
    'v1:sf',
    'v1:sf:d',
    'v1:sf:t',
    'v1:sf:w',
    'v1:sf:u',
    'v1:sf:uy',
  ),
  fc.constantFrom(
    'v1:sd',
    'v1:sd:w',
    'v1:sd:e',
    'v1:sd:y:6',
    'v1:sd:x:1',
    'v1:sd:o:3',
    'v1:sq',
    'v1:sq:f:1900',
    'v1:sq:u:0900',
    'v1:sq:f:0300',
  ),
  fc.constantFrom('v1:x', 'v1:xp', 'v1:xy', 'v1:xu:zzzzzzzzz', 'v1:xu:0', 'v1:e', 'v1:ej', 'v1:eq', 'v1:ey'),
  fc
    .tuple(fc.constantFrom('l', 'b', 's', 'w', 'r'), fc.nat({ max: 60 }), fc.nat({ max: 9999 }), fc.nat())
    .map(
      ([kind, digest, page, id]) => `v1:g:${kind}:${digest}:${page}${'swr'.includes(kind) ? `:${id}` : ''}`,
    ),
  fc
    .tuple(fc.constantFrom('999999999999999', '0', '1'), fc.nat({ max: 9999 }))
    .map(([id, page]) => `v1:p:${id}:${page}`),
  fc.constantFrom(
    'v1:rzzzzzzzzzz:ey',
    'v1:r1:s',
    'v1:r3w:xy',
    'v1:ao:y:x',
    'v1:ao:r:x',
    'v1:ao:n',
    'v1:ag:y:999999999999999',
    'v1:ag:r:1',
    'v1:ai:c:999999999999999',
    'v1:aw:q:999999999999999',
  ),
);
const forged = fc.oneof(
  { weight: 6, arbitrary: shaped },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }).map((rest) => `v1:${rest}`),
  },
);
/** What becomes of a button's data on its way. */
const damage = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.record({ cut: fc.nat({ max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ at: fc.nat({ max: 63 }), byte: fc.integer({ min: 0, max: 127 }) }) },
);

export const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ who, place, arrives, say: text }) },
  // Whoever has a role is asked for words, and answers; so may others.
  {
    weight: 2,
    arbitrary: fc.record({
      who: fc.constantFrom(4, 5),
      place: fc.constant(0),
      arrives,
      say: fc.constantFrom(...staffCommands).map((name) => `/${name}`),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      who: fc.oneof(who, fc.constantFrom(4, 5)),
      arrives,
      answer: fc.oneof(spelt, odd, strings),
    }),
  },
  // Of the last messages of the place.
  {
    weight: 16,
    arbitrary: fc.record({ who, place, arrives, button: fc.nat(), newest: fc.nat({ max: 4 }), damage }),
  },
  // Ever shown to anyone.
  { weight: 6, arbitrary: fc.record({ who, place, arrives, ever: fc.nat(), damage }) },
  { weight: 8, arbitrary: fc.record({ who, place, arrives, forged }) },
  // An invitation or another link that anyone was shown.
  { weight: 1, arbitrary: fc.record({ who, arrives, link: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      minutes: fc.constantFrom(5, 60, 600, 1440, 1440, 4320, 10_080, 46_080),
      news: fc.nat({ max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ who, blocks: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ who, speaks: fc.constantFrom('vi', 'en', 'fr', '') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      who: fc.integer({ min: 1, max: 5 }),
      is: fc.constantFrom('administrator' as const, 'member' as const, 'left' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ group: fc.constantFrom('kick' as const, 'add' as const, 'add' as const) }),
  },
);

export type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;
