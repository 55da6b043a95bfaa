import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError } from '../src/errors.js';
import { checkRegion, findDoubts, loadRegion } from '../src/region.js';
import { jsonSchemaOf, type PackFile, packFiles } from '../src/region-schema.js';
import { root } from '../src/root.js';

const shipped = join(root, 'regions/hoa-binh');
const folders: string[] = [];
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'loa-pack-'));
  folders.push(dir);
  cpSync(shipped, dir, { recursive: true });
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const problems = () =>
  checkRegion(dir).map(({ file, line, problem }) => `${file.slice(dir.length + 1)}:${line}: ${problem}`);
const write = (file: string, text: string) => writeFileSync(join(dir, file), text);
const change = (file: string, from: string, to: string) => {
  const text = readFileSync(join(dir, file), 'utf8');
  expect(text).toContain(from);
  write(file, text.replace(from, to));
};

describe('the shipped pack', () => {
  test('has no problems', () => {
    expect(checkRegion(shipped)).toEqual([]);
  });

  test('shares three communes’ names, and one district’s with another province, and says so', () => {
    expect(findDoubts(shipped).map(({ problem }) => problem)).toEqual([
      "name: 'Cao Sơn' is also in da-bac",
      "name: 'Bắc Sơn' is also in kim-boi",
      "name: 'Đoàn Kết' is also in da-bac",
      "outside: 'huyện Kỳ Sơn' is our ky-son too: right only if another province has one of that name",
    ]);
  });

  test('keeps all eleven districts, in their order, without an end', () => {
    const { districts } = loadRegion(shipped);
    expect(districts.map(({ id }) => id).join(' ')).toBe(
      'cao-phong da-bac kim-boi ky-son lac-son lac-thuy luong-son mai-chau tan-lac tp-hoa-binh yen-thuy',
    );
    expect(districts.filter(({ valid_to }) => valid_to)).toEqual([]);
  });

  test.each([
    ['2019-11-25', 210],
    ['2022-06-01', 151],
    ['2025-08-01', 46],
  ])('has on %s the %i communes there were', (day, count) => {
    const { places } = loadRegion(shipped);
    const communes = places.filter(
      ({ type, valid_from = '', valid_to = '9999' }) =>
        ['xã', 'phường', 'thị trấn'].includes(type) && valid_from <= day && day <= valid_to,
    );
    expect(communes).toHaveLength(count);
  });

  test.each(Object.keys(packFiles) as PackFile[])(
    'the published schema of %s is the one that is checked',
    (file) => {
      const published = JSON.parse(readFileSync(join(root, 'regions/schema', file), 'utf8'));
      expect(published).toEqual(jsonSchemaOf(file));
    },
  );
});

test('names that two districts share, however their tone is written, are doubts that stop nothing', () => {
  write(
    'places.json',
    [
      '[{"name": "Hòa Lạc", "type": "xã", "district": "da-bac", "valid_to": "2019-12-31"},',
      '{"name": "Hoà Lạc", "type": "xã", "district": "kim-boi"},',
      '{"name": "Hòa Lạc", "type": "phường", "district": "tp-hoa-binh"},',
      '{"name": "hòa lạc", "type": "xã", "district": "kim-boi", "valid_from": "2025-07-01"},',
      '{"name": "Yên Xa", "type": "xã", "district": "da-bac", "valid_to": "2019-12-31"},',
      '{"name": "Yên Xa", "type": "xã", "district": "kim-boi", "valid_from": "2020-01-01"}]',
    ].join('\n'),
  );
  expect(problems()).toEqual([]);
  const doubts = findDoubts(dir).filter(({ file }) => file.endsWith('places.json'));
  expect(doubts.map(({ line, problem }) => `${line}: ${problem}`)).toEqual([
    "2: name: 'Hoà Lạc' is also in da-bac",
    "4: name: 'hòa lạc' is there twice",
  ]);
});

test.each(['Xã', 'xa', 'TT', 'P.', 'thi tran', 'phườnng', 'Thị Trấn', 'thị trấnn', 'tinh', 'huyen'])(
  'a place of the type %s is a slip',
  (type) => {
    write('places.json', `[\n  {"name": "An Lạc", "type": "${type}", "district": "da-bac"}\n]\n`);
    expect(problems()).toEqual([expect.stringMatching(/^places\.json:2: type: '.*' is not known, '.*' is$/)]);
  },
);

test.each(['quán', 'đèo', 'bến', 'KCN', 'xóm', 'phố', 'town', 'Mường', 'thành'])(
  'a landmark may be a %s',
  (type) => {
    write('places.json', `[\n  {"name": "An Lạc", "type": "${type}", "district": "da-bac"}\n]\n`);
    expect(problems()).toEqual([]);
  },
);

test.each(['', ', "district": ""', ', "district": []', ', "district": null'])(
  'a place without a district is named: %s',
  (district) => {
    write('places.json', `[\n  {"name": "An Lạc", "type": "xã"${district}}\n]\n`);
    expect(problems()).toEqual([expect.stringMatching(/^places\.json:2: district: /)]);
  },
);

describe('what an editor easily overlooks is a doubt', () => {
  const doubts = () =>
    findDoubts(dir)
      .map(({ problem }) => problem)
      .filter((problem) => !/ also in |Kỳ Sơn/.test(problem));
  const district = (id: string, more: object) => ({ id, name: { vi: id, en: id }, type: 'huyện', ...more });

  test('a name that two districts have, a district without places, one that ends without a successor', () => {
    write('places.json', '[{"name": "Cao Sơn", "type": "xã", "district": "da-bac"}]');
    write(
      'districts.json',
      JSON.stringify([
        district('da-bac', { names: ['Đà Giang'] }),
        district('mai-chau', { names: ['Đà Giang'], valid_to: '2025-06-30' }),
      ]),
    );
    expect(doubts()).toEqual([
      "names: 'Đà Giang' is also a name of da-bac",
      'id: has no place in places.json: news of its communes is not found',
      'valid_to: ends without a successor: its readers have nowhere to go',
    ]);
  });

  test('a district called by the region’s bare name, which always means the region', () => {
    change('districts.json', '"TP Hòa Bình"', '"Hoà Bình"');
    expect(doubts()).toEqual([
      "name: 'Hoà Bình' alone always means the region: write the unit before it, such as 'TP Hoà Bình'",
    ]);
  });

  test('a commune whose type stands in its name too, but not a landmark', () => {
    write(
      'places.json',
      [
        '[{"name": "Hòa Bình", "type": "hồ", "district": "da-bac", "names": ["hồ Hòa Bình"]},',
        '{"name": "xã An Lạc", "type": "xã", "district": "da-bac"},',
        '{"name": "hồ An Phú", "type": "hồ", "district": "da-bac"}]',
      ].join('\n'),
    );
    expect(doubts().filter((problem) => !problem.startsWith('id: has no place'))).toEqual([
      "name: 'xã An Lạc' has its type in it: right only if people say both",
    ]);
  });

  test('a district of ours among the names elsewhere', () => {
    change('region.json', '"huyện Bắc Sơn"', '"huyện Mai Châu"');
    expect(doubts()).toEqual([
      "outside: 'huyện Mai Châu' is our mai-chau too: right only if another province has one of that name",
    ]);
  });
});

test.each(['Hòa Bình', 'tỉnh Hòa Bình'])('%s among the names elsewhere is the region itself', (name) => {
  change('region.json', '"An Giang"', `"${name}"`);
  expect(problems()).toEqual([`region.json:10: outside: '${name}' is this region itself`]);
});

test('letters and accents that a file writes apart are put together', () => {
  write('places.json', readFileSync(join(dir, 'places.json'), 'utf8').normalize('NFD'));
  expect(problems()).toEqual([]);
  expect(loadRegion(dir).places[0]).toEqual(loadRegion(shipped).places[0]);
});

describe('problems are named with file and line', () => {
  test('a folder that is not there', () => {
    rmSync(join(dir, 'places.json'));
    expect(problems()).toEqual(['places.json:1: cannot be read (ENOENT)']);
  });

  test('a comma too many', () => {
    write('sources.json', '[\n  {"id": "a"},\n]\n');
    expect(problems()).toEqual([
      'sources.json:3: is not valid JSON: Value expected (is there a comma too many before it?)',
    ]);
  });

  test('entries without a list around them', () => {
    write('sources.json', '{"id": "a"}\n{"id": "b"}\n');
    expect(problems()).toEqual([
      'sources.json:2: is not valid JSON: End of file expected (is one [ ] around all entries?)',
    ]);
  });

  test('a file from an editor that writes a byte order mark is read, one in another encoding named', () => {
    const text = readFileSync(join(dir, 'sources.json'), 'utf8');
    write('sources.json', `\ufeff${text}`);
    expect(problems()).toEqual([]);
    writeFileSync(join(dir, 'sources.json'), text, 'utf16le');
    expect(problems()).toEqual(['sources.json:1: is not UTF-8']);
  });

  test('only the first fault of a file that is no JSON, in words', () => {
    change('region.json', '"hoa-binh"', '“hoa-binh”');
    expect(problems()).toEqual([
      'region.json:3: is not valid JSON: Invalid symbol (are the quotes straight, as in "id"?)',
    ]);
  });

  test('a key that is missing, and one nobody knows', () => {
    write(
      'places.json',
      '[\n  {"name": "An Lạc", "district": "da-bac"},\n  {"name": "An Phú", "type": "xã", "district": "da-bac", "colour": 1}\n]\n',
    );
    expect(problems()).toEqual([
      expect.stringMatching(/^places\.json:2: type: is missing$/),
      expect.stringMatching(/^places\.json:3: colour: is no key/),
    ]);
  });

  test.each([
    [
      'region.json',
      '"06:45"',
      '"05:45"',
      'region.json:8: digest_times.official: is not a time from 06:00 to 21:00',
    ],
    [
      'region.json',
      'Asia/Ho_Chi_Minh',
      'Asia/Hanoi_Town',
      "region.json:6: time_zone: 'Asia/Hanoi_Town' is no IANA time zone",
    ],
    [
      'region.json',
      '"id": "hoa-binh"',
      '"id": "da-bac"',
      "region.json:3: id: 'da-bac' is also the id of a district",
    ],
    ['region.json', ', "en": "Hòa Bình Province"', '', "region.json:4: name: has no 'en'"],
    ['districts.json', '"id": "kim-boi"', '"id": "da-bac"', "districts.json:4: id: 'da-bac' is there twice"],
    [
      'districts.json',
      '{"vi": "Kim Bôi", "en": "Kim Bôi"}',
      '{"vi": "Đà Bắc", "en": "Đà Bắc"}',
      "districts.json:4: name: 'Đà Bắc' is there twice",
    ],
    ['districts.json', '[1, 0]', '[16, 0]', 'districts.json:3: tile: is more than 15'],
    ['districts.json', '[1, 0]', '[1, -1]', 'districts.json:3: tile: is less than 0'],
    [
      'districts.json',
      '"successor": "tp-hoa-binh"',
      '"successor": "tp-hoa-bin"',
      "districts.json:5: successor: 'tp-hoa-bin' is no district of this region",
    ],
    ['districts.json', '[1, 0]', '[4, 2]', "districts.json:4: tile: '4,2' is there twice"],
    [
      'districts.json',
      '{"vi": "Kim Bôi", "en": "Kim Bôi"}',
      '"Kim Bôi"',
      'districts.json:4: name: is not an object in { }, one entry per language',
    ],
    [
      'sources.json',
      '"every_minutes": 15',
      '"every_minutes": "15"',
      'sources.json:2: every_minutes: is not a number',
    ],
    [
      'sources.json',
      '"kind": "feed"',
      '"kind": "rss"',
      'sources.json:2: kind: is none of feed, listing, sitemap',
    ],
    [
      'districts.json',
      '"id": "mai-chau"',
      '"id": "Mai Châu"',
      'districts.json:9: id: is not an id: up to 32 of a-z, 0-9 and -',
    ],
    [
      'districts.json',
      '"successor": "tp-hoa-binh"',
      '"successor": "ha-noi"',
      "districts.json:5: successor: 'ha-noi' is no district of this region",
    ],
    [
      'districts.json',
      '"successor": "tp-hoa-binh"',
      '"successor": "ky-son"',
      'districts.json:5: successor: leads back to itself',
    ],
    [
      'districts.json',
      '"tile": [1, 0]',
      '"valid_from": "2020-01-01", "valid_to": "2019-12-31"',
      'districts.json:3: valid_to: is before valid_from 2020-01-01',
    ],
    [
      'sources.json',
      '"every_minutes": 15',
      '"district": "ha-noi"',
      "sources.json:2: district: 'ha-noi' is no district of this region",
    ],
    [
      'sources.json',
      '"url": "https:',
      '"url": "ftp:',
      'sources.json:2: url: is not an http or https address',
    ],
    [
      'sources.json',
      '"kind": "feed"',
      '"kind": "listing"',
      "sources.json:2: kind: a listing needs its selectors under 'listing'",
    ],
  ])('%s: %s → %s', (file, from, to, problem) => {
    change(file, from, to);
    expect(problems()).toContain(problem);
  });

  test('a date that does not exist, and a district that does not', () => {
    write(
      'places.json',
      '[\n  {"name": "An Lạc", "type": "xã", "district": "da-bac", "valid_to": "2025-02-30"}\n]\n',
    );
    expect(problems()).toEqual(['places.json:2: valid_to: is not a date such as 2025-07-01']);
    write('places.json', '[\n  {"name": "An Lạc", "type": "xã", "district": ["da-bac", "ha-noi"]}\n]\n');
    expect(problems()).toEqual(["places.json:2: district: 'ha-noi' is no district of this region"]);
  });

  test('loading refuses a pack with all its problems at once', () => {
    change('region.json', '"06:30"', '"23:30"');
    rmSync(join(dir, 'sources.json'));
    const load = () => loadRegion(dir);
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/region\.json:8: [\s\S]*sources\.json:1: /);
  });
});
