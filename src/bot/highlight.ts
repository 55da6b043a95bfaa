import { excerpt } from '../excerpt.js';
import { esc } from '../html.js';
import { sentenceEnds } from '../sentences.js';
import { type Run, readRuns, spell, type Word } from '../spelling.js';

interface Hit {
  from: number;
  to: number;
}

const wordOfText = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * HTML of a text in which the words that were asked for are bold. Where one stands with its very accents, only that
 * is; elsewhere what it is without them.
 */
export function highlight(text: string, runs: readonly Run[]): string {
  let html = '';
  let end = 0;
  for (const { from, to } of findHits(text, runs)) {
    html += `${esc(text.slice(end, from))}<b>${esc(text.slice(from, to))}</b>`;
    end = to;
  }
  return html + esc(text.slice(end));
}

/** At most `limit` units of a text, from the sentence on in which the first word stands that was asked for. */
export function excerptAround(text: string, runs: readonly Run[], limit: number): string {
  const clean = excerpt(text, Number.MAX_SAFE_INTEGER);
  const [first] = findHits(clean, runs);
  if (!first || first.to <= excerpt(clean, limit).length) return excerpt(clean, limit);
  const start = sentenceEnds(clean).findLast((end) => end <= first.from) ?? 0;
  // A sentence that goes on and on before it says the word is entered where a word begins.
  const from = first.from - start < limit / 2 ? start : clean.lastIndexOf(' ', first.from - limit / 4);
  return `… ${excerpt(clean.slice(from), limit)}`;
}

/** Where the asked words stand; those with nothing but a space between them are one. */
function findHits(text: string, runs: readonly Run[]): Hit[] {
  const asked = runs.flatMap(({ words }) => words);
  const found = [...text.matchAll(wordOfText)].flatMap((match) => {
    const word = readRuns(spell(match[0]))[0]?.words[0];
    const same = word && asked.find(({ folded }) => folded === word.folded);
    return same ? [{ from: match.index, to: match.index + match[0].length, word, same }] : [];
  });
  const exact = new Set(found.filter(({ word, same }) => isExact(word, same)).map(({ same }) => same));
  const hits: Hit[] = [];
  for (const { from, to, word, same } of found) {
    if (exact.has(same) && !isExact(word, same)) continue;
    const last = hits.at(-1);
    if (last && text.slice(last.to, from).trim() === '') last.to = to;
    else hits.push({ from, to });
  }
  return hits;
}

const isExact = (word: Word, asked: Word) => !asked.accents || asked.accents === word.accents;
