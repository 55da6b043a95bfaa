import { day } from '../time.js';
import { canonicalAddress } from './address.js';
import type { Item, Listed } from './items.js';
import { sectionIn } from './links.js';
import { samplesShown } from './samples.js';

// A feed so much older than its siblings was forgotten when the newspaper was rebuilt.
const forgottenAfterMs = 90 * day;
const wholeNewspaper =
  /\/(?:home|index|trang-?chu|tin-?moi(?:-nhat)?)(?=[./]|$)|^\/(?:rss|feeds?|atom)?(?:\.xml|\.rss)?\/?$/i;

/** A source that could be added. */
export interface Candidate {
  kind: 'feed' | 'sitemap';
  url: string;
  /** Undefined where it is of the whole newspaper. */
  section: string | undefined;
  /** The first ones it lists. */
  samples: Item[];
  items: number;
  newest_at: Date | undefined;
}

/** A feed or news sitemap that was read, with what the page that named it calls it. */
export interface Found {
  kind: 'feed' | 'sitemap';
  url: string;
  label: string;
  listed: Listed;
}

/** Makes candidates of what was found, the best first; empty, repeated and forgotten ones are left out. */
export function rank(found: readonly Found[], newspaper: string): Candidate[] {
  const seen = new Set<string>();
  const candidates = found.flatMap((one): Candidate[] => {
    const { items } = one.listed;
    const content = items.map(({ link }) => canonicalAddress(link)).join(' ');
    if (!items.length || seen.has(content) || seen.has(canonicalAddress(one.url))) return [];
    seen.add(content).add(canonicalAddress(one.url));
    return [toCandidate(one, newspaper)];
  });
  const newest = Math.max(...candidates.map(({ newest_at }) => newest_at?.getTime() ?? 0));
  return candidates
    .filter(({ newest_at }) => !newest_at || newest - newest_at.getTime() < forgottenAfterMs)
    .toSorted((a, b) => worth(b) - worth(a));
}

function toCandidate({ kind, url, label, listed }: Found, newspaper: string): Candidate {
  const dates = listed.items.flatMap(({ published_at }) => published_at?.getTime() ?? []);
  return {
    kind,
    url,
    section: isWhole(url) ? undefined : sectionIn([label, listed.title], newspaper),
    samples: listed.items.slice(0, samplesShown),
    items: listed.items.length,
    newest_at: dates.length ? new Date(Math.max(...dates)) : undefined,
  };
}

/** A feed has leads, which a sitemap has not; then the whole newspaper before its sections, in the page's order. */
function worth({ kind, url, section, samples }: Candidate): number {
  const hasLeads = samples.some(({ summary }) => summary);
  return (kind === 'feed' ? 4 : 0) + (hasLeads ? 2 : 0) + (isWhole(url) || !section ? 1 : 0);
}

/** By its address. */
export const isWhole = (url: string) => wholeNewspaper.test(new URL(url).pathname);
