import { articleLink } from './address.js';
import type { Found, Page } from './document.js';
import { titleText } from './lead.js';

/** What a page says of its article to machines. */
export interface Metadata {
  title: string | undefined;
  /** Every description it gives, the most exact first; markup. */
  descriptions: string[];
  /** As written. */
  date: string | undefined;
  section: string | undefined;
  image: string | undefined;
  /** The address under which the newspaper wants the article known. */
  canonical: string | undefined;
}

/** Reads JSON-LD, then OpenGraph, then the older tags; `url` is what relative addresses are relative to. */
export function readMetadata(document: Page, url: string): Metadata {
  const data = findArticle(document);
  const tags = metaTags(document);
  const meta = (...names: string[]) => names.map((name) => tags.get(name)).find(Boolean);
  const absolute = (href: string | undefined) => articleLink(href, url);
  const link = document.querySelector('link[rel~="canonical"]')?.getAttribute('href') ?? undefined;
  return {
    title: titleText(textOf(data?.headline) ?? meta('og:title', 'twitter:title') ?? '') || undefined,
    descriptions: [
      textOf(data?.description),
      meta('og:description'),
      meta('description'),
      meta('twitter:description'),
    ].filter((text) => text !== undefined),
    date:
      textOf(data?.datePublished) ??
      meta('article:published_time', 'pubdate', 'datepublished', 'dc.date', 'og:published_time'),
    section: titleText(textOf(data?.articleSection) ?? meta('article:section', 'section') ?? '') || undefined,
    image: absolute(textOf(data?.image) ?? meta('og:image', 'twitter:image')),
    canonical: absolute(link) ?? absolute(meta('og:url')) ?? absolute(textOf(data?.url)),
  };
}

/** By name in small letters; the first of each name. */
function metaTags(document: Page): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of document.querySelectorAll('meta[content]') as Iterable<Found>) {
    const name = tag.getAttribute('property') ?? tag.getAttribute('name') ?? tag.getAttribute('itemprop');
    const key = name?.trim().toLowerCase() ?? '';
    const content = tag.getAttribute('content')!.trim();
    if (key && content && !tags.has(key)) tags.set(key, content);
  }
  return tags;
}

type Data = Record<string, unknown>;

const articleType = /(?:Article|BlogPosting|Report)$/;

function findArticle(document: Page): Data | undefined {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]') as Iterable<Found>) {
    const found = articleIn(parseData(script.textContent ?? ''));
    if (found) return found;
  }
  return undefined;
}

/** Some publishers leave line breaks inside strings, which JSON does not allow, or marks for old browsers round it. */
function parseData(text: string): unknown {
  try {
    return JSON.parse(
      text
        .replace(/[\u0000-\u001f]+/g, ' ')
        .replace(/^\s*(?:\/\*|\/\/)?\s*<!\[CDATA\[(?:\s*\*\/)?|(?:\/\*|\/\/)?\s*\]\]>(?:\s*\*\/)?\s*$/g, ''),
    );
  } catch {
    return undefined;
  }
}

/** The article itself stands at the top, in a list, in a graph or as what the page is of; those deeper are others. */
function articleIn(value: unknown): Data | undefined {
  const nodes = [value].flat().flatMap((node) => {
    const { '@graph': graph = [], mainEntity = [] } = (node ?? {}) as Data;
    return [node, graph, mainEntity].flat();
  });
  return nodes.find((node): node is Data =>
    [(node as Data | null)?.['@type']].flat().some((type) => articleType.test(String(type))),
  );
}

/** A text, the first of several, or the address of an image object. */
function textOf(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  const text = typeof first === 'object' ? (first as Data | null)?.url : first;
  return typeof text === 'string' && text.trim() ? text : undefined;
}
