import { Parser } from 'htmlparser2';
import { SourceError } from '../errors.js';
import type { RawFeed, RawItem } from './items.js';

// Deeper than any feed, and shallow enough that closing tags are found fast.
const maxDepth = 256;

const fields: Record<string, keyof RawItem> = {
  title: 'title',
  'news:title': 'title',
  link: 'link',
  loc: 'link',
  guid: 'guid',
  id: 'guid',
  description: 'summary',
  summary: 'summary',
  pubdate: 'date',
  'dc:date': 'date',
  published: 'date',
  updated: 'date',
  'news:publication_date': 'date',
  lastmod: 'date',
  category: 'section',
};

/**
 * Reads what a strict parser refuses: bare & and <, tags that do not match, an end that is missing; and news
 * sitemaps. An item cut off by the end of the text is left for the next poll: half a link would be another
 * article. Undefined when the text is no feed at all.
 */
export function readTolerantly(text: string): RawFeed | undefined {
  if (!/^<(?:rss|feed|rdf:RDF|channel|urlset)\b/i.test(text)) return undefined;
  const feed: RawFeed = { title: undefined, base: undefined, items: [] };
  const isItem = (name: string) => name === 'item' || name === 'entry' || (name === 'url' && sitemap);
  const sitemap = /^<urlset/i.test(text);
  let depth = 0;
  let item: RawItem | undefined;
  /** The element whose text is being collected; anything inside it is markup of the text. */
  let open: string | undefined;
  let collected = '';

  function endField(): void {
    const field = open && fields[open];
    const value = collected.trim();
    // lastmod, which stands before it, is when a page was changed; when it was published is worth more.
    if (open === 'news:publication_date' && value && item) item.date = value;
    if (field && value && item) item[field] ??= value;
    if (open === 'title' && value && !item) feed.title ??= value;
    if (open === 'link' && value && !item) feed.base ??= value;
    open = undefined;
    collected = '';
  }
  function endItem(): void {
    endField();
    if (item) feed.items.push(item);
    item = undefined;
  }

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (++depth > maxDepth) throw new SourceError('malformed', `nested more than ${maxDepth} deep`);
        if (isItem(name)) {
          endItem();
          item = {};
        } else if (fields[name]) {
          endField();
          open = name;
          if (name === 'link' && attributes.href && (attributes.rel ?? 'alternate') === 'alternate')
            collected = attributes.href;
        } else if (open) collected += ' ';
        if (depth === 1) feed.base = attributes['xml:base'];
      },
      ontext(part) {
        if (open) collected += part;
      },
      onclosetag(name, implied) {
        depth--;
        if (isItem(name) && !implied) endItem();
        else if (name === open) endField();
      },
    },
    { xmlMode: true, lowerCaseTags: true },
  );
  parser.end(text);
  return feed;
}
