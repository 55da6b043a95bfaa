import { type Run, readRuns, spell, writeRuns } from '../spelling.js';
import { askedAbout } from './asking.js';

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

/** A question's own words: 'có tin gì về lũ quét không' → 'lũ quét'. Undefined where nothing is left out. */
export function withoutAsking([run, ...more]: readonly Run[]): Run[] | undefined {
  if (!run || run.quoted || more.length) return undefined;
  const words = askedAbout(run.words, ({ folded }) => folded);
  return words.length && words.length < run.words.length ? [{ ...run, words }] : undefined;
}
