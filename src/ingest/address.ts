// Added to links for counting visits and sessions; none of them names an article.
const tracking =
  /^(?:utm_\w+|vn_(?:source|medium|campaign|term|content|zone)|itm_\w+|at_(?:medium|campaign)|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|yclid|msclkid|twclid|ttclid|igshid?|mibextid|gidzl|zarsrc|wt_mc|cmpid|ocid|xtor|spm|ref_src|_ga|_gl|_hsenc|_hsmi|phpsessid|jsessionid)$/i;

// Where a visitor comes from; with other values these may name an article.
const origin = /^(?:ref|from|src|source)=(?:rss|feed|atom|facebook|fb|zalo|twitter|telegram)$/i;

// How sites ask for the AMP edition of a page: ?amp, ?amp=1, ?outputType=amp.
const amp = /^(?:amp(?:=(?:1|true)?)?|(?:outputtype|view|format)=amp)$/i;

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
  dropParameters(url, isTracking);
  return url.href.length > addressLimit ? undefined : url.href;
}

const isTracking = (parameter: string) => tracking.test(parameter.split('=')[0]!) || origin.test(parameter);

/** Leaves the others as they are written: decoding and encoding again would change them. */
function dropParameters(url: URL, isDropped: (parameter: string) => boolean): void {
  const parameters = url.search.slice(1).split('&');
  const kept = parameters.filter((parameter) => !isDropped(parameter));
  if (kept.length < parameters.length) url.search = kept.join('&');
}

// /{category}/{articleId}/{slug}.htm, perhaps after the edition's /en/: the id counts through the whole paper,
// and the same article stands under several categories, editions and slugs. Shorter numbers may be dates.
const numbered = /^\/(?:[a-z]{2}\/)?\d{1,3}\/(\d{5,})\/[^/]*\.(?:html?|aspx)$/i;

// {slug}-post{id}.html and its like say themselves that the number is an id.
const marked = /-(post|tintuc|d|i)(\d{6,})(?:\.[a-z]{3,5})?$/i;
// {slug}-{id}.htm: a number at the end of at least three words is one if it cannot be a date or an amount.
const trailing = /(?:[^/-]+-+){3,}(\d{6,7}|\d{9}|\d{17,18})\.[a-z]{3,5}$/i;

const day = '(?:0[1-9]|[12]\\d|3[01])';
const month = '(?:0[1-9]|1[0-2])';
const dateOrAmount = new RegExp(`^(?:${day}${month}\\d\\d|\\d\\d${month}${day}|\\d+000)$`);

/**
 * What makes two links the same article: an address without scheme, device, edition for phones, index page and the
 * order of parameters; where the newspaper numbers its articles, its site and the number. Where in doubt two
 * addresses differ: one article twice is a nuisance, two taken for one is a lost article.
 */
export function canonicalAddress(link: string): string {
  return addressOf(plainUrl(link));
}

interface PlainUrl {
  host: string;
  path: string;
  search: string;
}

/** The parts of a link that choose the page, each in one spelling. */
function plainUrl(link: string): PlainUrl {
  const url = new URL(link);
  dropParameters(url, (parameter) => amp.test(parameter) || isTracking(parameter));
  url.searchParams.sort();
  const path = url.pathname
    .replace(/%[\da-f]{2}/gi, decodeUnreserved)
    .replace(/;jsessionid=[^/]*/i, '')
    .replace(/\/{2,}/g, '/')
    .replace(/^\/amp(?=\/.)|(?<=.)\/amp\/?$|\.amp(?=\.html?$|$)/i, '')
    .replace(url.search ? /\/+$/ : /\/(?:(?:index|default)\.(?:html?|php|aspx?))?$/i, '');
  const host = url.host
    .replace(/\.(?=:|$)/, '')
    .replace(/^(?:(?:www|m|mobile|touch|wap|amp)\.)+(?=[^.]+\.)/, '');
  return { host, path, search: url.search };
}

/** Letters, digits and -._~ mean the same percent-encoded or not (RFC 3986, 2.3). */
function decodeUnreserved(encoded: string): string {
  const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : encoded.toUpperCase();
}

function addressOf({ host, path, search }: PlainUrl): string {
  const id = numbered.exec(path)?.[1];
  if (id) return `${host.replace(/^[a-z]{2}\.(?=[^.]+\.)/, '')}/${id}`;
  const mark = marked.exec(path);
  if (mark) return `${host}/-${mark[1]!.toLowerCase()}${mark[2]}`;
  const number = trailing.exec(path)?.[1];
  return number && !dateOrAmount.test(number) ? `${host}/-${number}` : `${host}${path}${search}`;
}
