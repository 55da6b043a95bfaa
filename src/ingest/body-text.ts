import { Readability } from '@mozilla/readability';
import { SourceError } from '../errors.js';
import type { ArticleSelectors } from '../store/schema.js';
import type { Found, Page } from './document.js';
import { paragraphsOf } from './lead.js';
import { isOtherNewsHeading } from './other-news.js';

// A text below it is a caption or a line of the page's frame.
const shortestBody = 140;
// Twice the longest article; names that decide its district stand far before.
const longestBody = 30_000;

/**
 * The paragraphs of a page's article, by the editor's selectors, else where the page marks its article, else by
 * Readability; empty where it has none that can be read. Changes the document.
 */
export function articleParagraphs(document: Page, selectors: ArticleSelectors | null): string[] {
  for (const selector of selectors?.remove ?? [])
    for (const element of select(document, selector)) element.remove();
  const markups = [
    () => (selectors?.body ? select(document, selectors.body) : []).map((element) => element.innerHTML),
    () => select(document, '[itemprop="articleBody"]').map((element) => element.innerHTML),
    () => [readable(document)],
  ];
  for (const markup of markups) {
    const paragraphs = cleanParagraphs(paragraphsOf(markup().join('<p>')));
    if (paragraphs.join('').length >= shortestBody) return paragraphs;
  }
  return [];
}

function select(document: Page, selector: string): Found[] {
  try {
    return [...document.querySelectorAll(selector)] as Found[];
  } catch (error) {
    throw new SourceError('malformed', `no selector: ${selector}`, { cause: error });
  }
}

function readable(document: Page): string {
  try {
    return new Readability(document as never, { charThreshold: shortestBody }).parse()?.content ?? '';
  } catch {
    // A page without a body, or without anything in it.
    return '';
  }
}

// A template that was never filled in; a date that is missing.
const leftover = /^(?:\{\s*\w+\s*\}\s*)+$|^Cập nhật\s*:?\s*(?:GMT[+-]?\d*)?$/i;
// No word is as long, nor is any address in a text: a body that a script decodes.
const encoded = /[^\s]{120}/;

function cleanParagraphs(paragraphs: string[]): string[] {
  const end = paragraphs.findIndex(isOtherNewsHeading);
  const own = end < 0 ? paragraphs : paragraphs.slice(0, end);
  let length = 0;
  return own.filter((paragraph) => {
    if (leftover.test(paragraph) || encoded.test(paragraph)) return false;
    length += paragraph.length;
    return length <= longestBody;
  });
}
