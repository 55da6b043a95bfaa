import {
  type AnyFeed,
  type AtomFeed,
  type JsonFeed,
  parseFeed as parseStrict,
  type RdfFeed,
  type RssFeed,
} from 'feedsmith';
import { SourceError } from '../errors.js';
import { type Listed, type RawFeed, type RawItem, type Reading, readItems, resolve } from './items.js';
import { plainText, titleText } from './lead.js';
import { readTolerantly } from './tolerant.js';

const prologLimit = 64 * 1024;
const contentLimit = 200_000;

/**
 * Reads RSS, Atom, RDF, JSON Feed and news sitemaps; what is not well formed is read as far as it goes. Throws
 * SourceError 'not_a_feed' for pages and garbage, 'malformed' for a document type with definitions of its own:
 * entities that unfold into gigabytes or name files come in those.
 */
export function parseFeed(text: string, reading: Reading): Listed {
  const feed = readRaw(text.replace(/^[\ufeff\s]+/, ''));
  const listed = readItems(feed.items, resolve(feed.base, reading.url), reading);
  return { ...listed, title: titleText(feed.title ?? '') || undefined };
}

function readRaw(text: string): RawFeed {
  if (text.startsWith('{')) return readStrictly(text) ?? notAFeed('JSON, but no feed');
  const root = text.slice(Math.max(text.search(/<[a-z]/i), 0));
  const prolog = text.slice(0, text.length - root.length);
  if (prolog.length > prologLimit) return notAFeed('not a feed');
  if (/<!DOCTYPE[^>]*\[|<!ENTITY/i.test(prolog)) throw new SourceError('malformed', 'doctype refused');
  if (/^<(?:html|head|body|script|meta|div)\b/i.test(root)) return notAFeed('not a feed (HTML)');
  return readStrictly(root) ?? readTolerantly(root) ?? notAFeed('not a feed');
}

function notAFeed(why: string): never {
  throw new SourceError('not_a_feed', why);
}

function readStrictly(text: string): RawFeed | undefined {
  let parsed: AnyFeed<string>;
  try {
    parsed = parseStrict<string>(text);
  } catch {
    return undefined;
  }
  switch (parsed.format) {
    case 'rss':
      return {
        title: parsed.feed.title,
        base: parsed.feed.link,
        items: (parsed.feed.items ?? []).map(fromRss),
      };
    case 'rdf':
      return {
        title: parsed.feed.title,
        base: parsed.feed.link,
        items: (parsed.feed.items ?? []).map(fromRdf),
      };
    case 'atom':
      return {
        title: parsed.feed.title?.value,
        base: parsed.feed.xml?.base,
        items: (parsed.feed.entries ?? []).map(fromAtom),
      };
    case 'json':
      return {
        title: parsed.feed.title,
        base: parsed.feed.home_page_url,
        items: (parsed.feed.items ?? []).map(fromJson),
      };
    default:
      return parsed satisfies never;
  }
}

function fromRss(item: RssFeed.Item<string>): RawItem {
  const guid = item.guid?.value;
  return {
    guid,
    // A guid is the link itself unless it says that it is not.
    link: item.link ?? (item.guid?.isPermaLink === false ? undefined : guid),
    title: item.title,
    summary: item.description ?? firstParagraph(item.content?.encoded),
    date: item.pubDate ?? item.dc?.dates?.[0],
    section: item.categories?.[0]?.name,
  };
}

function fromRdf(item: RdfFeed.Item<string>): RawItem {
  return {
    guid: item.rdf?.about,
    link: item.link ?? item.rdf?.about,
    title: item.title,
    summary: item.description ?? firstParagraph(item.content?.encoded),
    date: item.dc?.dates?.[0],
    section: item.dc?.subjects?.[0],
  };
}

function fromAtom(entry: AtomFeed.Entry<string>): RawItem {
  const links = entry.links ?? [];
  return {
    guid: entry.id,
    link: (links.find(({ rel }) => !rel || rel === 'alternate') ?? links[0])?.href,
    title: entry.title?.value,
    summary: entry.summary?.value ?? firstParagraph(entry.content?.value),
    date: entry.published ?? entry.updated,
    section: entry.categories?.[0]?.label ?? entry.categories?.[0]?.term,
    base: entry.xml?.base,
  };
}

function fromJson(item: JsonFeed.Item<string>): RawItem {
  return {
    guid: item.id,
    link: item.url ?? item.external_url,
    title: item.title,
    summary: item.summary ?? firstParagraph(item.content_html ?? item.content_text),
    date: item.date_published ?? item.date_modified,
    section: item.tags?.[0],
  };
}

/** The lead of an article whose feed carries its whole text. */
function firstParagraph(markup: string | undefined): string | undefined {
  const paragraphs = markup?.slice(0, contentLimit).split(/<\/p\s*>|\n\s*\n/i);
  return paragraphs?.find((paragraph) => plainText(paragraph));
}
