import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classify } from '../../src/gazetteer/classify.js';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import { checkRegion, loadRegion, type RegionPack } from '../../src/region.js';
import { root } from '../../src/root.js';

const folder = join(root, 'tests/fixtures/ninh-binh');

describe('a neighbouring province works by its pack alone', () => {
  const gazetteer = createGazetteer(loadRegion(folder));
  const articles = readFileSync(join(folder, 'articles.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

  test('its pack has no problems', () => {
    expect(checkRegion(folder)).toEqual([]);
  });

  test.each(articles)('$id: $title', ({ title, summary, url, published, districts, ...label }) => {
    const found = classify(gazetteer, { title, summary, url, published: new Date(published) });
    const named = found.matches.map(({ district_id }) => district_id);
    const alsoRight: string[] = label.also_ok ?? [];
    expect(named.filter((id) => !alsoRight.includes(id)).sort()).toEqual([...districts].sort());
    expect([found.province_wide, found.outside]).toEqual([
      label.province_wide ?? false,
      label.outside ?? false,
    ]);
  });
});

describe('a region of English counties', () => {
  const counties: RegionPack = {
    id: 'north-vale',
    name: { en: 'North Vale' },
    aliases: [],
    time_zone: 'Europe/London',
    languages: ['en'],
    digest_times: { citizen: '06:30', official: '06:45' },
    outside: ['South Moor', 'Harrowdale County'],
    districts: [
      { id: 'ashby', name: { en: 'Ashby County' }, type: 'county', names: [] },
      { id: 'kelmore', name: { en: 'Kelmore County' }, type: 'county', names: [] },
    ],
    places: [
      { name: 'Thornwick', type: 'town', district: 'ashby' },
      { name: 'Little Sedge', type: 'village', district: 'kelmore' },
      { name: 'Kelmore Water', type: 'lake', district: 'kelmore', names: ['Kelmore Water'] },
    ],
    sources: [],
  };
  const gazetteer = createGazetteer(counties);

  test.each([
    ['Ashby County opens a new library', 'local', 'ashby'],
    ['Roads in Ashby County and Kelmore County to be mended', 'local', 'ashby kelmore'],
    ['Ice on Kelmore Water closes the ferry', 'local', 'kelmore'],
    ['Fair returns to Thornwick town', 'local', 'ashby'],
    ['Harrowdale County elects a new council', 'outside', ''],
    ['Snow all over North Vale', 'province_wide', ''],
    ['An old man and his boat', 'uncertain', ''],
  ])('%s', (title, scope, districts) => {
    const found = classify(gazetteer, { title, summary: '' });
    expect([found.scope, found.matches.map(({ district_id }) => district_id).join(' ')]).toEqual([
      scope,
      districts,
    ]);
  });
});
