import { Parser } from 'htmlparser2';
import { excerpt } from '../excerpt.js';

// Beyond these a text is no headline and no lead; the rest is cut before it reaches the database.
const titleLimit = 500;
const summaryLimit = 4000;
const markupLimit = 200_000;

const silent = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'svg']);
const inline = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s small span strike strong sub sup tt u var'.split(
    ' ',
  ),
);

// The paragraph separator: a space like any other until somebody looks for it.
const blockEnd = '\u2029';

/** The text of a piece of HTML on one line: no tags, entities decoded, NFC, nothing that cannot be stored. */
export function plainText(markup: string): string {
  if (!/[<&]/.test(markup)) return tidy(markup.slice(0, markupLimit));
  const once = stripTags(markup.slice(0, markupLimit));
  // Some publishers escape twice: what is left after the first reading still spells "&aacute;".
  return tidy(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/i.test(once) ? stripTags(once) : once);
}

/** The paragraphs of a piece of HTML, each as a text on one line; headings, cells and broken lines are some too. */
export function paragraphsOf(markup: string): string[] {
  return stripTags(markup).split(blockEnd).map(tidy).filter(Boolean);
}

function stripTags(markup: string): string {
  let text = '';
  let depth = 0;
  let silentDepth = 0;
  const parser = new Parser({
    onopentagname(name) {
      // Each level costs the parser as much as all above it; no lead is nested so deep.
      if (++depth > 256) parser.pause();
      if (silent.has(name)) silentDepth++;
      if (!inline.has(name)) text += blockEnd;
    },
    onclosetag(name) {
      depth--;
      if (silent.has(name)) silentDepth--;
      if (!inline.has(name)) text += blockEnd;
    },
    ontext(part) {
      if (silentDepth === 0) text += part;
    },
  });
  parser.write(markup);
  if (depth <= 256) parser.end();
  return text;
}

// Postgres refuses NUL; the rest is invisible, or turns the text round it about: soft hyphens, zero widths,
// directions, tags. A joiner within an emoji is part of it.
const invisible =
  /(?![\u200d\ufe0f])\p{Default_Ignorable_Code_Point}|(?<!\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)[\u200d\ufe0f]|[\0-\x08\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\ufffe\uffff]/gu;
// Letters drawn as bold, script, full width or in circles, which no place name would be found in.
const dressed = /[\u2460-\u24ff\uff01-\uff5e\u{1d400}-\u{1d7ff}\u{1f110}-\u{1f169}]/gu;
// Quotes and dashes of Windows that were taken for control characters; for windows-1252, whose quotes and dashes
// are the same, Node's decoder gives control characters itself.
const windows = new TextDecoder('windows-1258');

// Nearly every text: Vietnamese letters as NFC has them, and what stands between them.
const ordinary =
  /^[ -~\u00a1-\u00ac\u00ae-\u00cf\u00d1-\u00ef\u00f1-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*$/;

/** What follows the third mark on a letter. */
export const tooManyMarks = /(\p{M}{3})\p{M}+/gu;

/**
 * A text as it can be stored and read: well formed, on one line, NFC, nothing invisible, at most three marks
 * on a letter. Ð and Ɖ, foreign letters, are what old Vietnamese keyboards wrote for Đ.
 */
export function tidy(text: string): string {
  if (ordinary.test(text) && !text.includes('  ')) return text.trim();
  return (
    text
      .toWellFormed()
      .replace(/[\u0080-\u009f]/g, (control) => windows.decode(Uint8Array.of(control.charCodeAt(0))))
      .replace(invisible, '')
      .replace(dressed, (letter) => letter.normalize('NFKC'))
      .replace(/[\u00d0\u0189]/g, 'Đ')
      .replace(/[\u00f0\u0256]/g, 'đ')
      .replace(/\s\s+|[^\S ]/g, ' ')
      .trim()
      // Before composing, which takes the square of the number of marks in a row.
      .replace(tooManyMarks, '$1')
      .normalize('NFC')
  );
}

const pairedTag = /<([a-z][a-z\d]*)\b[^<>]*>[\s\S]*?<\/\1\s*>|<(?:br|img|wbr)\b[^<>]*>/i;

/** A headline as text. A tag that is never closed is something the headline speaks of, not markup. */
export function titleText(title: string): string {
  const marked = title.slice(0, 4 * titleLimit);
  const text = pairedTag.test(marked) ? plainText(marked) : plainText(marked.replaceAll('<', '&lt;'));
  return shorten(text, titleLimit);
}

// "(HBĐT) - ", "(HBĐT)-", "(HBO) –": an agency's name in capitals, in parentheses, with a dash;
// "TTO - ", "BVR&MT – ": the same without parentheses, where only a dash between spaces tells it from a word.
const agencyPrefix =
  /^(?:\(\s*\p{Lu}[\p{Lu}&. ]{1,11}\)\s*[-–—]+|\p{Lu}{2}[\p{Lu}&.]{1,7}\s+[-–—]+(?=\s))\s*/u;

// What WordPress puts under every lead of a feed.
const wordPress =
  /\s*(?:The post .{1,600} (?:first )?appeared (?:first )?on .{1,200}|Bài viết .{1,600} (?:đã )?xuất hiện (?:đầu tiên|lần đầu)\s.{1,200})\.?$/u;
const readOn = /(?<=[.!?…])\s*\[(?:…|\.{3})\]$/;
const brokenOff = /\s*\[(?:…|\.{3})\]$/;

// How agencies end a text.
const endMark = /\.\/\.(?=\s|$)/g;

/** Whether a text begins as an agency's lead does: "(HBĐT) - Sáng 25/11, …". */
export function startsWithAgency(text: string): boolean {
  return agencyPrefix.test(text);
}

// A lead that adds no more than the newspaper's name adds nothing.
const nameLength = 30;

/** Whether a lead says nothing that its headline does not say. */
export function repeatsTitle(lead: string, title: string): boolean {
  if (lead.length > title.length + 2 * nameLength) return false;
  const words = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
  const [ours, theirs] = [words(lead), words(title)];
  return theirs.startsWith(ours) || (ours.startsWith(theirs) && ours.length - theirs.length < nameLength);
}

/**
 * A publisher's lead as readers get it: the markup, the agency's prefix and end mark and what WordPress adds go, every
 * other word stays; one that is a whole article is cut where a sentence ends.
 */
export function cleanLead(markup: string): string {
  const text = plainText(markup);
  const own = text.replace(wordPress, '').replace(readOn, '').replace(brokenOff, '…');
  const lead = own.replace(agencyPrefix, '').replace(endMark, '.');
  return lead.length <= summaryLimit ? lead : excerpt(lead, summaryLimit);
}

function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

const paragraphLimit = 50;
const hasWords = (markup: string) =>
  /[\p{L}\p{N}]/u.test(markup.replace(/<\/?[a-z][^<>]*>|&(?:nbsp|#160);/gi, ''));

/** What a feed says of an article before its text: the lead, or the text's first paragraph where that is empty. */
export function leadOf(lead: string | undefined, text: string | undefined): string | undefined {
  return lead && hasWords(lead.slice(0, markupLimit)) ? lead : firstParagraph(text);
}

/** The lead of an article whose feed carries its whole text. */
function firstParagraph(markup: string | undefined): string | undefined {
  const paragraphs = markup
    ?.slice(0, markupLimit)
    .replace(/<(figure|figcaption)\b[^<>]*>[\s\S]{0,5000}?<\/\1\s*>/gi, '')
    .split(/<\/p\s*>|\n\s*\n/i, paragraphLimit);
  return paragraphs?.find((paragraph) => plainText(paragraph));
}
