import { type Run, readRuns, spell, writeRuns } from '../spelling.js';

// A button has 64 bytes, of which the page and what it is for take eight.
const mostBytes = 56;

/**
 * What a person types as it travels in buttons, so that turning a page needs nothing but the button: its spelling
 * without what cannot be looked for. What does not fit is left out, a word at a time. Empty: there is no word in it.
 */
export function readQuery(text: string): Run[] {
  // More would only be thrown away again.
  const runs = readRuns(spell(text.slice(0, 1000).replace(/[“”„‟«»＂]/g, '"')));
  while (runs.length && Buffer.byteLength(writeRuns(runs)) > mostBytes) {
    runs.at(-1)!.words.pop();
    if (!runs.at(-1)!.words.length) runs.pop();
  }
  return runs;
}

/** What a button carries: letters, digits, spaces and quotation marks, at most 56. */
export const encodeQuery = writeRuns;
export const decodeQuery = readRuns;

const before = new Set([
  'co',
  'tin',
  'tuc',
  'gi',
  'moi',
  've',
  'xem',
  'tim',
  'any',
  'is',
  'there',
  'news',
  'about',
]);
const behind = new Set(['co', 'gi', 'moi', 'khong', 'ko', 'o', 'dau', 'nao', 'the', 'sao', 'vay']);

/** A question without what makes it one: 'có tin gì về lũ quét không' → 'lũ quét'. Undefined where nothing is left out. */
export function withoutAsking([run, ...more]: readonly Run[]): Run[] | undefined {
  if (!run || run.quoted || more.length) return undefined;
  const from = run.words.findIndex(({ folded }) => !before.has(folded));
  const to = run.words.findLastIndex(({ folded }) => !behind.has(folded)) + 1;
  const words = from < 0 ? [] : run.words.slice(from, to);
  return words.length && words.length < run.words.length ? [{ ...run, words }] : undefined;
}
