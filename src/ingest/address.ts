// Added to links for counting visits; none of them names an article.
const tracking =
  /^(?:utm_\w+|vn_(?:source|medium|campaign|term|content|zone)|itm_\w+|at_(?:medium|campaign)|mc_[ce]id|fbclid|gclid|dclid|yclid|msclkid|igshid|mibextid|gidzl|zarsrc|wt_mc|cmpid|xtor|_ga|_gl)$/i;

// Longer ones do not fit Postgres's unique index.
const addressLimit = 1000;

/**
 * The absolute http(s) link of an item, without tracking parameters and fragment; undefined when it has none
 * that can be opened. `base` is where the item was listed.
 */
export function articleLink(href: string | undefined, base: string): string | undefined {
  if (!href?.trim() || !URL.canParse(href.trim(), base)) return undefined;
  const url = new URL(href.trim(), base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.hash = '';
  const parameters = url.search.slice(1).split('&');
  const kept = parameters.filter((parameter) => !tracking.test(parameter.split('=')[0]!));
  if (kept.length < parameters.length) url.search = kept.join('&');
  return url.href.length > addressLimit ? undefined : url.href;
}

// /{category}/{articleId}/{slug}.htm, perhaps after the edition's /en/: the id counts through the whole paper,
// and the same article stands under several categories, editions and slugs. Shorter numbers may be dates.
const numbered = /^\/(?:[a-z]{2}\/)?\d{1,3}\/(\d{5,})\/[^/]*\.(?:html?|aspx)$/i;

/** What makes two links the same article: an address without scheme, www and the order of parameters. */
export function canonicalAddress(link: string): string {
  const url = new URL(link);
  const host = url.host.replace(/^(?:www|m)\./, '');
  const id = numbered.exec(url.pathname)?.[1];
  if (id) return `${host.replace(/^[a-z]{2}\.(?=[^.]+\.)/, '')}/${id}`;
  url.searchParams.sort();
  const path = url.pathname.replace(/\/+$/, '');
  return `${host}${path}${url.search}`;
}
