import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/root.js';
import { Html, html, locales, nearestLocale, offeredLocales, plain } from '../src/texts.js';

/** Each message of a locale with the arguments that its text and its selectors name. */
function messages(locale: string): Map<string, string[]> {
  const source = readFileSync(join(root, 'locales', `${locale}.ftl`), 'utf8');
  const found = new Map<string, string[]>();
  for (const block of source.split(/\n(?=[a-z])/)) {
    const key = /^([a-z][\w-]*) =/.exec(block)?.[1];
    if (!key) continue;
    expect(found.has(key), `${key} twice in ${locale}`).toBe(false);
    found.set(key, [...new Set([...block.matchAll(/\$(\w+)/g)].map((match) => match[1]!))].toSorted());
  }
  return found;
}

test('every text exists in every language, with the same arguments', () => {
  const vi = messages('vi');
  expect(vi.size).toBeGreaterThan(100);
  // A count may be left unsaid in a language that has no plural for it, so only unknown ones would be wrong.
  for (const locale of locales) expect([...messages(locale)].toSorted(), locale).toEqual([...vi].toSorted());
});

test('an argument is escaped, finished HTML is not, and a button gets plain text', () => {
  expect(html('vi', 'digest-title', { places: '<An & Lạc>', more: 0 })).toBe('Tin &lt;An &amp; Lạc&gt;');
  expect(html('vi', 'digest-title', { places: new Html('<i>x</i>'), more: 0 })).toBe('Tin <i>x</i>');
  expect(plain('vi', 'digest-more', { n: 4475 })).toBe('Đọc thêm 4.475 tin');
});

test('a missing text is an error, not a key on the screen', () => {
  expect(() => html('vi', 'no-such-text')).toThrow('no-such-text');
});

test('the nearest language is chosen from what Telegram says', () => {
  expect([
    nearestLocale('en-GB', ['vi', 'en']),
    nearestLocale('vi', ['vi', 'en']),
    nearestLocale('mtq', ['vi', 'en']),
    nearestLocale(undefined, ['vi', 'en']),
  ]).toEqual(['en', 'vi', 'vi', 'vi']);
});

test('a pack is offered in its own languages, as far as there are texts in them', () => {
  expect(offeredLocales({ languages: ['en', 'xx', 'vi'] })).toEqual(['en', 'vi']);
  expect(offeredLocales({ languages: ['xx'] })).toEqual(['vi']);
  expect(nearestLocale('vi', offeredLocales({ languages: ['en'] }))).toBe('en');
});

/** All of src/ as one text. */
const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');

test('every text is used somewhere', () => {
  const unused = [...messages('vi').keys()].filter((key) => {
    // Put together from a stem and what varies: `bot-command-${command}`.
    const words = key.split('-');
    const stems = words.map((_, n) => `${words.slice(0, n).join('-')}-\${`);
    return !source.includes(key) && !stems.some((stem) => stem.length > 5 && source.includes(stem));
  });
  expect(unused).toEqual([]);
});
