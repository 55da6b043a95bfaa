import { Parser } from 'htmlparser2';
import { SourceError } from '../errors.js';
import { maxItems, permalink, type RawFeed, type RawItem } from './items.js';
import { leadOf } from './lead.js';
import { createNaming } from './namespaces.js';
import { readTtl } from './ttl.js';
import { maxDepth } from './wellformed.js';

const fields = new Set(
  `title news:title link atom:link loc guid id description summary content content:encoded category dc:subject
  pubdate published issued dc:date news:publication_date updated modified lastmod source
  ttl sy:updateperiod sy:updatefrequency`.split(/\s+/),
);

/** Elements that have titles and links of their own, not the item's. */
const asides = new Set([
  'source',
  'image',
  'textinput',
  'author',
  'contributor',
  'media:content',
  'media:group',
]);

/**
 * Reads what a strict parser refuses: bare & and <, tags that do not match, an end that is missing; and news
 * sitemaps. An item cut off by the end of the text is left for the next poll: half a link would be another
 * article. Undefined when the text is no feed at all.
 */
export function readTolerantly(text: string): RawFeed | undefined {
  const root = /^<(?:([\w-]+):)?(rss|feed|rdf|channel|urlset)\b/i.exec(text);
  if (!root) return undefined;
  const feed: RawFeed = { title: undefined, base: undefined, items: [] };
  const sitemap = root[2]!.toLowerCase() === 'urlset';
  const naming = createNaming(root[2]!.toLowerCase() === 'rdf' ? undefined : root[1]);
  const timing = new Map<string, string>();
  const isItem = (name: string) => name === 'item' || name === 'entry' || (name === 'url' && sitemap);

  let depth = 0;
  let baseIsSet = false;
  /** What is known of the item in hand: the first text of each of its fields. */
  let item: Map<string, string> | undefined;
  /** The element whose text is being collected; anything inside it is markup of the text. */
  let open: string | undefined;
  let aside: string | undefined;
  let collected = '';
  let tornOff = false;

  function endField(): void {
    const value = collected.trim();
    if (open && value) {
      if (item && !item.has(open)) item.set(open, value);
      if (open === 'title' && !item) feed.title ??= value;
      if (open === 'link' && !item && !baseIsSet) feed.base ??= value;
      if (!item) timing.set(open, value);
    }
    open = undefined;
    collected = '';
  }
  function endItem(): void {
    endField();
    if (item) feed.items.push(rawItem(item));
    item = undefined;
    aside = undefined;
    if (feed.items.length >= maxItems) parser.pause();
  }
  function startField(name: string, attributes: Record<string, string>): void {
    endField();
    open = name;
    if (name === 'link' || name === 'atom:link') {
      const { href, rel = 'alternate' } = attributes;
      if (rel === 'alternate') collected = href ?? '';
      else open = undefined;
    }
    if (name === 'category') collected = attributes.label ?? attributes.term ?? '';
    if (name === 'guid' && /^\s*false/i.test(attributes.ispermalink ?? '')) item?.set('@opaque', 'true');
  }

  const parser = new Parser(
    {
      onopentag(written, attributes) {
        naming.learn(attributes);
        const name = naming.usual(written);
        if (++depth > maxDepth) throw new SourceError('malformed', `nested more than ${maxDepth} deep`);
        const base = attributes['xml:base'];
        if (isItem(name)) {
          endItem();
          item = new Map();
          if (base) item.set('@base', base);
          if (attributes['rdf:about']) item.set('@about', attributes['rdf:about']);
          return;
        }
        if (!aside && fields.has(name)) startField(name, attributes);
        else if (open) collected += ' ';
        if (asides.has(name)) aside ??= name;
        if (base && !item && !baseIsSet) {
          feed.base = base;
          baseIsSet = true;
        }
      },
      ontext(part) {
        if (open) collected += part;
      },
      onclosetag(written, implied) {
        const name = naming.usual(written);
        depth--;
        if (name === aside) aside = undefined;
        if (isItem(name) && !(implied && tornOff)) endItem();
        else if (name === open) endField();
      },
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(closeCdata(text).replace(noTag, '&lt;'));
  tornOff = true;
  if (feed.items.length < maxItems) parser.end();
  return { ...feed, ttlSeconds: readTimes(timing) };
}

// "Giá <5.000 đồng": an element's name begins with a letter.
const noTag = /<(?![a-z_/!?])/gi;

const unclosedCdata =
  /<(title|link|guid|description|category|pubDate)>\s*<!\[CDATA\[((?:(?!\]\]>)[\s\S]){0,5000}?)<\/\1>/gi;

/** CDATA that is never closed would swallow all that follows: what closes its element closes it too. */
function closeCdata(text: string): string {
  return text.replace(unclosedCdata, '<$1><![CDATA[$2]]></$1>');
}

function readTimes(values: ReadonlyMap<string, string>): number | undefined {
  const number = (name: string) => (values.has(name) ? Number(values.get(name)) : undefined);
  return readTtl({
    ttl: number('ttl'),
    sy: { updatePeriod: values.get('sy:updateperiod'), updateFrequency: number('sy:updatefrequency') },
  });
}

function rawItem(values: ReadonlyMap<string, string>): RawItem {
  const first = (...names: string[]) => {
    for (const name of names) if (values.has(name)) return values.get(name);
    return undefined;
  };
  const guid = first('guid', 'id', '@about');
  return {
    guid,
    link: first('link', 'loc', 'atom:link') ?? (values.has('@opaque') ? undefined : permalink(guid)),
    title: first('title', 'news:title'),
    summary: leadOf(first('description', 'summary'), first('content:encoded', 'content')),
    date: first(
      'pubdate',
      'published',
      'issued',
      'dc:date',
      'news:publication_date',
      'updated',
      'modified',
      'lastmod',
    ),
    section: first('category', 'dc:subject'),
    publisher: first('source'),
    base: values.get('@base'),
  };
}
