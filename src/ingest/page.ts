import { SourceError } from '../errors.js';
import type { ArticleSelectors } from '../store/schema.js';
import { articleParagraphs } from './body-text.js';
import { decodeBody } from './charset.js';
import { readDate } from './dates.js';
import { type Found, findHeadline, openDocument, type Page } from './document.js';
import { extractSummary } from './extract.js';
import { readMetadata } from './metadata.js';
import { findObstacle } from './obstacle.js';
import { removeOtherNews } from './other-news.js';
import { chooseLead } from './page-lead.js';

/** How to read the page of one article. */
export interface PageFormat {
  /** As its source lists it. */
  title: string;
  time_zone: string;
  selectors: ArticleSelectors | null;
}

/** What an article's own page says; what it does not say is undefined or empty. */
export interface PageFacts {
  title: string | undefined;
  /** The publisher's. */
  lead: string;
  /** The sentences of the text that carry most of it. */
  extract: string;
  /** Its paragraphs, a line each. */
  body: string;
  published_at: Date | undefined;
  section: string | undefined;
  image: string | undefined;
  /** The address under which the newspaper wants it known. */
  canonical: string | undefined;
}

/** Reads an article's page, fetched from `url`. Throws SourceError for what is no page, or not worth reading. */
export function parsePage(
  body: Uint8Array,
  contentType: string | undefined,
  url: string,
  format: PageFormat,
): PageFacts {
  const html = decodeBody(Buffer.from(body.buffer, body.byteOffset, body.byteLength), contentType);
  const document = openDocument(html);
  const { descriptions, date, ...facts } = readMetadata(document, url);
  const headline = findHeadline(document, format.title);
  removeOtherNews(document, headline);
  const written = date ?? (headline && writtenDate(document, headline));
  const standfirst = findStandfirst(document);
  const paragraphs = articleParagraphs(document, format.selectors).filter((text) => text !== format.title);
  const obstacle = paragraphs.length || facts.title ? undefined : findObstacle(html);
  if (obstacle) throw new SourceError('not_a_feed', `not the article: ${obstacle}`);
  return {
    ...facts,
    lead: chooseLead(format.title, { descriptions, standfirst, paragraphs }),
    extract: extractSummary(format.title, paragraphs),
    body: paragraphs.join('\n'),
    published_at: written ? readDate(written, format.time_zone) : undefined,
  };
}

const standfirst = /(?:^|[-_ ])(?:sapo|lead|chapeau|standfirst|summary|tom-?tat)(?:[-_ ]|$)/i;

/** The lead where the page sets it apart, as markup. */
function findStandfirst(document: Page): string | undefined {
  const elements = [...document.querySelectorAll('h2, h3, p, div, section, strong, span')] as Found[];
  return elements.find(({ className, id }) => standfirst.test(className) || standfirst.test(id))?.innerHTML;
}

const dateline = /(?:^|[-_ ])(?:p?date|s?time|published|publish|ngay)(?:[-_ ]|$)/i;
const longestDateline = 100;

/** The date as readers see it: below the headline, because above it stands today's. */
function writtenDate(document: Page, headline: Found): string | undefined {
  const elements = [...document.querySelectorAll('*')] as Found[];
  for (const element of elements.slice(elements.indexOf(headline) + 1)) {
    const dated = element.localName === 'time' || element.getAttribute('itemprop') === 'datePublished';
    if (!dated && !dateline.test(element.className)) continue;
    const text = element.getAttribute('datetime') ?? element.textContent ?? '';
    if (text.length <= longestDateline && /\d/.test(text)) return text;
  }
  return undefined;
}
