// By the prefix that nearly everyone uses.
const usualPrefixes: Record<string, string> = {
  'http://purl.org/rss/1.0/': '',
  'http://purl.org/rss/1.0/modules/content/': 'content:',
  'http://purl.org/rss/1.0/modules/syndication/': 'sy:',
  'http://purl.org/dc/elements/1.1/': 'dc:',
  'http://www.google.com/schemas/sitemap-news/0.9': 'news:',
  'http://www.sitemaps.org/schemas/sitemap/0.9': '',
};

/**
 * Tells elements of feeds and sitemaps by the names that nearly everyone uses, whatever prefixes a document gives
 * them; names and attributes in small letters. What stands before the root's name is the feed's own prefix.
 */
export function createNaming(rootPrefix?: string): {
  /** Takes note of what an element declares. */
  learn(attributes: Record<string, string>): void;
  usual(name: string): string;
} {
  const prefixes = new Map<string, string>(rootPrefix ? [[`${rootPrefix.toLowerCase()}:`, '']] : []);
  return {
    learn(attributes) {
      for (const [name, uri] of Object.entries(attributes)) {
        const usual = usualPrefixes[uri.trim()];
        if (name.startsWith('xmlns:') && usual !== undefined) prefixes.set(`${name.slice(6)}:`, usual);
      }
    },
    usual(name) {
      const end = name.indexOf(':') + 1;
      const usual = end ? prefixes.get(name.slice(0, end)) : undefined;
      return usual === undefined ? name : usual + name.slice(end);
    },
  };
}
