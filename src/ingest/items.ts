import type { SummaryKind } from '../store/schema.js';
import { articleLink } from './address.js';
import { readDates } from './dates.js';
import { findEndings, withoutEnding } from './ending.js';
import { cleanLead, repeatsTitle, tidy, titleText } from './lead.js';

// News sitemaps stop at 1,000, the largest feeds met do too; a million empty items are somebody's joke.
export const maxItems = 20_000;

/** An item as the publisher wrote it. */
export interface RawItem {
  guid?: string | undefined;
  link?: string | undefined;
  title?: string | undefined;
  /** Markup; the whole text where the publisher gives no lead. */
  summary?: string | undefined;
  date?: string | undefined;
  section?: string | undefined;
  /** The newspaper, where the feed collects several. */
  publisher?: string | undefined;
  /** What the link is relative to, where the item says so itself. */
  base?: string | undefined;
}

/** A feed's items with what their links are relative to. */
export interface RawFeed {
  title: string | undefined;
  /** As the feed gives it, maybe relative itself. */
  base: string | undefined;
  items: RawItem[];
  /** How often the feed says it should be asked. */
  ttlSeconds?: number | undefined;
}

/** What a source lists, ready to be stored. */
export interface Item {
  guid: string | undefined;
  /** Absolute, without tracking parameters. */
  link: string;
  title: string;
  summary: string;
  section: string | undefined;
  published_at: Date | undefined;
  /** Once the article's own page was asked for what the source does not say: what it added, null if nothing. */
  page?: PageAddition | null;
  /** When a page that added nothing is asked again. */
  page_retry_at?: Date | undefined;
}

export interface PageAddition {
  summary_kind: SummaryKind;
  body: string;
  image: string | undefined;
}

/** Whether a strict parser was enough; 'tolerant' means that the publisher's feed is broken. */
export type ParserNeeded = 'strict' | 'tolerant';

export interface Listed {
  /** What the source calls itself. */
  title?: string | undefined;
  items: Item[];
  /** Items without a title or a link that can be opened. */
  skipped: number;
  parser: ParserNeeded;
  /** How often the feed says it should be asked. */
  ttlSeconds?: number | undefined;
}

/** Where and when a source was read, and the time zone of dates that name none. */
export interface Reading {
  url: string;
  timeZone: string;
  now: Date;
}

/**
 * Makes items of what a feed or a listing holds; `base` is what relative links are relative to, `feedTitle` what the
 * feed calls itself.
 */
export function readItems(
  raws: readonly RawItem[],
  base: string,
  { timeZone, now }: Reading,
  feedTitle?: string,
): Omit<Listed, 'parser'> {
  const titles = raws.map((raw) => titleText(withoutCdata(raw.title)));
  const endings = findEndings(titles, feedTitle);
  const read = raws.flatMap((raw, index) => {
    const link = articleLink(openable(withoutCdata(raw.link), base), resolve(raw.base, base));
    const lead = cleanLead(withoutCdata(raw.summary));
    const { title, summary } = withoutPublisher(titles[index]!, lead, raw, endings);
    if (!link || !title) return [];
    const guid = tidy(raw.guid ?? '') || undefined;
    const section = titleText(raw.section ?? '') || undefined;
    return [
      {
        date: raw.date,
        item: { guid, link, title, summary: repeatsTitle(summary, title) ? '' : summary, section },
      },
    ];
  });
  const dates = readDates(
    read.map(({ date }) => date),
    timeZone,
    now,
  );
  const items = read.map(({ item }, index) => ({ ...item, published_at: dates[index] }));
  return { items, skipped: raws.length - items.length };
}

/** A link as it was meant: some are escaped twice, some have no scheme, half of one or two. */
function openable(link: string | undefined, base: string): string | undefined {
  const plain = link
    ?.trim()
    .replaceAll('&amp;', '&')
    .replace(/^https?:\/+(?=https?:\/\/)/i, '')
    .replace(/^(https?):\/*/i, '$1://');
  const { host } = new URL(base);
  const isHost = plain && (/^www\./i.test(plain) || (host && plain.startsWith(`${host}/`)));
  return isHost ? `https://${plain}` : plain;
}

/** Its marks are nothing a publisher means to be read: they were written twice, or escaped. */
const withoutCdata = (markup = '') => markup.replace(/(?:<|&lt;)!\[CDATA\[|\]\](?:>|&gt;)/gi, '');

/** A guid that may stand for the link: one that is an address itself, or says that it is and is a path. */
export function permalink(guid: string | undefined, saysSo?: boolean): string | undefined {
  return guid && (saysSo ? /^\s*(?:https?:\/)?\//i : /^\s*https?:\/\//i).test(guid) ? guid : undefined;
}

/**
 * Collections of several newspapers (Google News), and some newspapers, end each title with the newspaper's name; they
 * may repeat the title where the lead should be.
 */
function withoutPublisher(
  title: string,
  summary: string,
  { publisher }: RawItem,
  endings: ReadonlySet<string>,
): { title: string; summary: string } {
  const ending = ` - ${titleText(publisher ?? '')}`;
  const isNamed = ending.length > 3 && title.endsWith(ending);
  const headline = isNamed ? title.slice(0, -ending.length) : withoutEnding(title, endings);
  const isRepeated = summary.startsWith(headline) && (isNamed || summary.length <= title.length);
  return { title: headline, summary: headline !== title && isRepeated ? '' : summary };
}

/** `address` made absolute, or `base` when there is none. */
export function resolve(address: string | undefined, base: string): string {
  return address && URL.canParse(address, base) ? new URL(address, base).href : base;
}
