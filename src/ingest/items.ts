import { articleLink } from './address.js';
import { readDates } from './dates.js';
import { cleanLead, tidy, titleText } from './lead.js';

/** An item as the publisher wrote it. */
export interface RawItem {
  guid?: string | undefined;
  link?: string | undefined;
  title?: string | undefined;
  /** Markup; the whole text where the publisher gives no lead. */
  summary?: string | undefined;
  date?: string | undefined;
  section?: string | undefined;
  /** What the link is relative to, where the item says so itself. */
  base?: string | undefined;
}

/** A feed's items with what their links are relative to. */
export interface RawFeed {
  title: string | undefined;
  /** As the feed gives it, maybe relative itself. */
  base: string | undefined;
  items: RawItem[];
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
}

export interface Listed {
  /** What the source calls itself. */
  title?: string | undefined;
  items: Item[];
  /** Items without a title or a link that can be opened. */
  skipped: number;
}

/** Where and when a source was read, and the time zone of dates that name none. */
export interface Reading {
  url: string;
  timeZone: string;
  now: Date;
}

/** Makes items of what a feed or a listing holds; `base` is what relative links are relative to. */
export function readItems(raws: readonly RawItem[], base: string, { timeZone, now }: Reading): Listed {
  const dates = readDates(
    raws.map(({ date }) => date),
    timeZone,
    now,
  );
  const items = raws.flatMap((raw, index): Item[] => {
    const link = articleLink(raw.link, resolve(raw.base, base));
    const title = titleText(raw.title ?? '');
    if (!link || !title) return [];
    return [
      {
        guid: tidy(raw.guid ?? '') || undefined,
        link,
        title,
        summary: cleanLead(raw.summary ?? ''),
        section: titleText(raw.section ?? '') || undefined,
        published_at: dates[index],
      },
    ];
  });
  return { items, skipped: raws.length - items.length };
}

/** `address` made absolute, or `base` when there is none. */
export function resolve(address: string | undefined, base: string): string {
  return address && URL.canParse(address, base) ? new URL(address, base).href : base;
}
