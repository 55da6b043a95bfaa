import {
  type AnyFeed,
  type AtomFeed,
  type JsonFeed,
  parseFeed as parseStrict,
  type RdfFeed,
  type RssFeed,
} from 'feedsmith';
import { SourceError } from '../errors.js';
import {
  type Listed,
  maxItems,
  type ParserNeeded,
  permalink,
  type RawFeed,
  type RawItem,
  type Reading,
  readItems,
  resolve,
} from './items.js';
import { repairJson } from './json.js';
import { leadOf, titleText } from './lead.js';
import { findObstacle } from './obstacle.js';
import { readTolerantly } from './tolerant.js';
import { readTtl } from './ttl.js';
import { isWellFormed } from './wellformed.js';

interface AtomLink {
  href?: string | undefined;
  rel?: string | undefined;
  type?: string | undefined;
}

const prologLimit = 64 * 1024;
const feedRoot = /<(?:[\w-]+:)?(?:rss|feed|rdf|channel|urlset)[\s>]/i;
const pageTag =
  /<(?:!doctype\s+html|html|head|body|script|meta|title|div|p|h1|center|iframe|noscript|form)\b/i;

/**
 * Reads RSS, Atom, RDF, JSON Feed and news sitemaps; what is not well formed is read as far as it goes, and
 * `parser` says so. Throws SourceError 'not_a_feed' for pages and garbage, in words that say which page,
 * 'malformed' for a document type with definitions of its own: entities that unfold into gigabytes or name
 * files come in those.
 */
export function parseFeed(text: string, reading: Reading): Listed {
  const unmarked = text.replace(/^\ufeff+/, '');
  // No XML may hold them, and a publisher's database may.
  const clean = unmarked.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  const { feed, parser } = readRaw(clean, clean.length === unmarked.length);
  const title = titleText(feed.title ?? '') || undefined;
  const listed = readItems(feed.items, resolve(feed.base, reading.url), reading, title);
  return { ...listed, title, parser, ttlSeconds: feed.ttlSeconds };
}

function readRaw(text: string, untouched: boolean): { feed: RawFeed; parser: ParserNeeded } {
  const start = text.trimStart();
  if (!start) return notAFeed('not a feed: an empty answer');
  if (start.startsWith('{')) return readJson(start);
  const root = findRoot(start);
  const wellFormed = untouched && isWellFormed(text);
  const strict = wellFormed ? readStrictly(root) : undefined;
  if (strict && saysSomething(strict)) return { feed: strict, parser: 'strict' };
  const feed = readTolerantly(root) ?? notAFeed('not a feed');
  return { feed, parser: wellFormed && !strict ? 'strict' : 'tolerant' };
}

/** An empty feed is one; items that are all without a link or a title are written in some other way. */
const saysSomething = ({ items }: RawFeed) => !items.length || items.some(({ link, title }) => link && title);

function readJson(text: string): { feed: RawFeed; parser: ParserNeeded } {
  const strict = readStrictly(text);
  const feed = strict ?? readStrictly(repairJson(text)) ?? notAFeed('JSON, but no feed');
  return { feed, parser: strict ? 'strict' : 'tolerant' };
}

/** The text from the feed's first tag on: warnings of the publisher's own server may stand before it. */
function findRoot(text: string): string {
  const prolog = text.slice(0, prologLimit);
  // A comment may speak of feeds; a feed that stands in one is read all the same.
  const hidden = prolog.replace(/<!--[\s\S]*?-->/g, (comment) => ' '.repeat(comment.length));
  const found = feedRoot.exec(hidden) ?? feedRoot.exec(prolog);
  const before = hidden.slice(0, found?.index);
  if (/<!ENTITY\b|<!DOCTYPE[^<>[]*\[/i.test(before)) throw new SourceError('malformed', 'doctype refused');
  if (/<(?:!doctype\s+html|html|head|body)\b/i.test(before) || (!found && pageTag.test(before))) {
    const obstacle = findObstacle(text);
    return notAFeed(`not a feed (HTML)${obstacle ? `: ${obstacle}` : ''}`);
  }
  return found ? text.slice(found.index) : notAFeed('not a feed');
}

function notAFeed(why: string): never {
  throw new SourceError('not_a_feed', why);
}

function readStrictly(text: string): RawFeed | undefined {
  let parsed: AnyFeed<string>;
  try {
    parsed = parseStrict<string>(text, { maxItems });
  } catch {
    return undefined;
  }
  switch (parsed.format) {
    case 'rss':
      return {
        title: parsed.feed.title,
        base: parsed.feed.xml?.base ?? parsed.feed.link,
        items: (parsed.feed.items ?? []).map(fromRss),
        ttlSeconds: readTtl(parsed.feed),
      };
    case 'rdf':
      return {
        title: parsed.feed.title,
        base: parsed.feed.link,
        items: (parsed.feed.items ?? []).map(fromRdf),
        ttlSeconds: readTtl(parsed.feed),
      };
    case 'atom':
      return {
        title: parsed.feed.title?.value,
        base: parsed.feed.xml?.base,
        items: (parsed.feed.entries ?? []).map(fromAtom),
        ttlSeconds: readTtl(parsed.feed),
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
    link:
      item.link ??
      alternate(item.atom?.links) ??
      (item.guid?.isPermaLink === false ? undefined : permalink(guid, item.guid?.isPermaLink)),
    title: item.title,
    summary: leadOf(item.description, item.content?.encoded),
    date: item.pubDate ?? item.dc?.dates?.[0],
    section: item.categories?.[0]?.name,
    publisher: item.source?.title,
    base: item.xml?.base,
  };
}

function fromRdf(item: RdfFeed.Item<string>): RawItem {
  return {
    guid: item.rdf?.about,
    link: item.link ?? permalink(item.rdf?.about),
    title: item.title,
    summary: leadOf(item.description, item.content?.encoded),
    date: item.dc?.dates?.[0],
    section: item.dc?.subjects?.[0],
  };
}

function fromAtom(entry: AtomFeed.Entry<string>): RawItem {
  return {
    guid: entry.id,
    link: alternate(entry.links) ?? permalink(entry.id),
    title: entry.title?.value,
    summary: leadOf(entry.summary?.value, entry.content?.value),
    date: entry.published ?? entry.updated,
    section: entry.categories?.[0]?.label ?? entry.categories?.[0]?.term,
    base: entry.xml?.base,
  };
}

function fromJson(item: JsonFeed.Item<string>): RawItem {
  return {
    guid: item.id,
    link: item.url ?? item.external_url ?? permalink(item.id),
    title: item.title,
    summary: leadOf(item.summary, item.content_html ?? item.content_text),
    date: item.date_published ?? item.date_modified,
    section: item.tags?.[0],
  };
}

function alternate(links: readonly AtomLink[] | undefined): string | undefined {
  const pages = links?.filter(({ rel }) => !rel || rel === 'alternate');
  return (pages?.find(({ type }) => !type || type === 'text/html') ?? pages?.[0])?.href;
}
