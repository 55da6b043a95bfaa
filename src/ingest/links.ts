import { Parser } from 'htmlparser2';
import { resolve } from './items.js';
import { plainText, titleText } from './lead.js';

/** An address that may be a feed, with what the page calls it. */
export interface FeedLink {
  url: string;
  label: string;
}

/** What a newspaper's page says of its feeds. */
export interface FrontPage {
  /** What the site calls itself, as far as the page says so. */
  name: string | undefined;
  /** What the page is called: on the front page the site's name, elsewhere perhaps a headline. */
  title: string | undefined;
  /** In the page's head, made for feed readers. */
  advertised: FeedLink[];
  /** Links on the page that look like feeds, or like the page that lists them. */
  linked: FeedLink[];
}

// More than anyone follows.
const mostLinks = 100;
const feedType = /^application\/(?:(?:rss|atom|rdf)\+xml|feed\+json|json)$|^text\/xml$/i;
const feedPath = /(?:^|[/._-])rss2?(?:[/._-]|$)|\/(?:feeds?|atom)(?:[/.]|$)|\.(?:rdf|atom)$/i;
const feedQuery = /[?&](?:(?:rss|feed)=|\w+=(?:rss2?|atom|feed)\b)/i;
const ofComments = /(?:^|[/_-])(?:comments?|binh-luan)(?:[/_-]|$)/i;

/** Finds the feeds that an HTML page names; `url` is its own address. */
export function readFrontPage(html: string, url: string): FrontPage {
  const page: FrontPage = { name: undefined, title: undefined, advertised: [], linked: [] };
  let base = url;
  let siteName: string | undefined;
  let title: string | undefined;
  let anchor: FeedLink | undefined;
  let inTitle = false;
  const parser = new Parser({
    onopentag(name, { href, content, property, rel, type, title: label, ...others }) {
      if (name === 'base' && href) base = resolve(href, url);
      else if (name === 'meta' && (property === 'og:site_name' || others.name === 'application-name'))
        siteName ??= plainText(content ?? '') || undefined;
      else if (name === 'title' && title === undefined) {
        inTitle = true;
        title = '';
      } else if (name === 'link' && href && /\balternate\b/i.test(rel ?? '') && feedType.test(type ?? ''))
        add(page.advertised, { url: href, label: label ?? '' });
      else if (name === 'a' && href) anchor = { url: href, label: '' };
    },
    ontext(part) {
      if (inTitle) title += part;
      if (anchor) anchor.label += part;
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false;
      if (name !== 'a' || !anchor) return;
      if (isFeedLike(anchor)) add(page.linked, anchor);
      anchor = undefined;
    },
  });
  const add = (links: FeedLink[], link: FeedLink) => {
    if (links.length >= mostLinks || !URL.canParse(link.url, base)) return;
    const absolute = new URL(link.url, base);
    absolute.hash = '';
    if (links.some(({ url: known }) => known === absolute.href)) return;
    if (/^https?:$/.test(absolute.protocol) && !ofComments.test(absolute.pathname))
      links.push({ url: absolute.href, label: titleText(link.label) });
  };
  parser.end(html);
  page.title = siteNameIn(titleText(title ?? ''));
  page.name = siteName ?? (saysNewspaper(page.title ?? '') ? page.title : undefined);
  return page;
}

function isFeedLike({ url, label }: FeedLink): boolean {
  const [path = '', query] = url.split('#')[0]!.split(/(?=\?)/);
  return feedPath.test(path) || feedQuery.test(query ?? '') || /^\s*rss\b/i.test(label);
}

const divider = /\s+[-–—|»:/]\s+|\s*[|»]\s*/;
const newspaperWord = /(?:^|\s)(?:báo|tạp chí|đài|cổng thông tin|tuần báo|news|times|post|online)(?:\s|$)/iu;

/** Whether a name says by itself that it is a newspaper's. */
export const saysNewspaper = (name: string): boolean => newspaperWord.test(name);

/** 'Báo Thử' of 'Tin mới nhất | Báo Thử RSS': the part of a title that is a newspaper's name, else the first. */
export function siteNameIn(title: string): string | undefined {
  const parts = title.split(divider).map(withoutRss).filter(Boolean);
  return parts.find(saysNewspaper) ?? parts[0];
}

const withoutRss = (part: string): string =>
  part.replace(/^(?:rss|kênh|chuyên mục)(?:\s*:)?\s+|\s+(?:rss|feed)$/giu, '').trim();

const generic =
  /^(?:rss(?: ?2\.0)?(?: feed)?|feed|atom|trang chủ|trang nhất|tin tức|(?:tin )?mới(?: nhất)?|tin mới cập nhật|home|latest(?: news)?|news|bài viết|posts?|entries)$/iu;

/**
 * The section a feed is of, from what the page calls it or from its own title, without the newspaper's name;
 * undefined when it is of the whole newspaper.
 */
export function sectionIn(texts: readonly (string | undefined)[], newspaper: string): string | undefined {
  const paper = newspaper.toLowerCase();
  for (const text of texts) {
    const parts = (text ?? '')
      .split(divider)
      .map(withoutRss)
      .filter((part) => part && !generic.test(part))
      .filter((part) => !part.toLowerCase().includes(paper) && !paper.includes(part.toLowerCase()));
    if (parts.length === 1 && parts[0]!.length <= 60) return parts[0];
  }
  return undefined;
}
