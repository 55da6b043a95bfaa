import { sentenceEnds } from '../sentences.js';
import { pairsOf } from './extract.js';
import { cleanLead, repeatsTitle, startsWithAgency } from './lead.js';

/** Where a page may have its lead. */
export interface LeadPlaces {
  /** What it tells machines, the most exact first; markup. */
  descriptions: readonly string[];
  /** What it sets apart between headline and text; markup. */
  standfirst: string | undefined;
  paragraphs: readonly string[];
}

const shortestLead = 30;
// The lead stands at the top, maybe under a caption.
const topParagraphs = 3;
// Enough text to tell a description of the article from one of the newspaper.
const enoughText = 600;
const sharedPairs = 0.2;

/** The publisher's lead of an article, verbatim and in whole sentences; empty where the page has none. */
export function chooseLead(title: string, { descriptions, standfirst, paragraphs }: LeadPlaces): string {
  const isLead = (text: string) =>
    text.length >= shortestLead && !/\{\s*\w+\s*\}/.test(text) && !repeatsTitle(text, title);
  const marked = [cleanLead(standfirst ?? '')].find(isLead);
  const top = paragraphs.slice(0, topParagraphs);
  const declared = descriptions
    .map(cleanLead)
    .find((text) => isLead(text) && isAbout(text, title, paragraphs));
  if (declared) return wholeLead(declared, [...(marked ? [marked] : []), ...top.map(cleanLead)]);
  return marked ?? cleanLead(top.find(startsWithAgency) ?? '');
}

/** Newspapers that fill in no description of an article give one of themselves. */
function isAbout(description: string, title: string, paragraphs: readonly string[]): boolean {
  const text = [title, ...paragraphs].join('\n');
  if (text.length < enoughText) return true;
  const known = pairsOf(text);
  const pairs = [...pairsOf(description)];
  return pairs.filter((pair) => known.has(pair)).length >= pairs.length * sharedPairs;
}

/** Many descriptions are cut off at some length: the text they were cut from has the rest of the sentence. */
function wholeLead(declared: string, texts: readonly string[]): string {
  if (/[.!?]["”’)]*$/.test(declared) && !/\.{3}$/.test(declared)) return declared;
  const stem = declared.replace(/[\s.…]+$/, '');
  const source = texts.find((text) => text.startsWith(stem));
  if (source)
    return source.slice(
      0,
      sentenceEnds(source).find((end) => end >= stem.length),
    );
  // Nothing has the rest: the sentence that breaks off goes, unless it is the only one.
  const ends = sentenceEnds(declared);
  return declared.slice(0, ends.at(-2) ?? ends.at(-1));
}
