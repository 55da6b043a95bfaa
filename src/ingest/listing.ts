import { SourceError } from '../errors.js';
import type { ListingSelectors } from '../store/schema.js';
import { type Found, openDocument, type Page } from './document.js';
import { type Listed, type Reading, readItems, resolve } from './items.js';
import { findObstacle } from './obstacle.js';

/**
 * Reads the items of an HTML page by the selectors an editor gave. Throws SourceError: 'malformed' for a
 * selector that is none, 'empty' when nothing on the page answers to it, which means that the page was rebuilt,
 * 'not_a_feed' when it is a check for browsers or the like.
 */
export function parseListing(html: string, selectors: ListingSelectors, reading: Reading): Listed {
  const document = openDocument(html);
  const base = resolve(document.querySelector('base[href]')?.getAttribute('href') ?? undefined, reading.url);
  const raws = select(document, selectors.item).map((item) => ({
    title: find(item, selectors.title)?.innerHTML,
    link: find(item, selectors.link)?.getAttribute('href') ?? undefined,
    summary: selectors.summary && find(item, selectors.summary)?.innerHTML,
    date: selectors.date && dateOf(find(item, selectors.date)),
  }));
  const listed = readItems(raws, base, reading);
  if (listed.items.length) return { ...listed, parser: 'strict' };
  const obstacle = findObstacle(html);
  if (obstacle) throw new SourceError('not_a_feed', `not the listing: ${obstacle}`);
  throw new SourceError('empty', `nothing with a title and a link at ${selectors.item}`);
}

function select(document: Page, selector: string): Found[] {
  try {
    return [...document.querySelectorAll(selector)] as Found[];
  } catch (error) {
    throw new SourceError('malformed', `no selector: ${selector}`, { cause: error });
  }
}

/** Inside the item, or the item itself: a listing may be a row of links. */
function find(item: Found, selector: string): Found | undefined {
  try {
    return ((item.matches(selector) ? item : item.querySelector(selector)) as Found | null) ?? undefined;
  } catch (error) {
    throw new SourceError('malformed', `no selector: ${selector}`, { cause: error });
  }
}

/** `<time datetime>` says it more exactly than its text. */
function dateOf(element: Found | undefined): string | undefined {
  return element?.getAttribute('datetime') ?? element?.textContent ?? undefined;
}
