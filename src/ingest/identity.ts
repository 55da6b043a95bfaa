import type { KnownArticle } from '../store/articles.js';
import { canonicalAddress } from './address.js';
import type { Item } from './items.js';

// Longer ones do not fit Postgres's unique index and are no identity worth keeping.
const guidLimit = 500;

/** An item with what makes it itself. */
export interface Identified extends Item {
  address: string;
}

/**
 * One item per canonical address, the first one listed. A guid that names several of them is no identity and
 * is left out.
 */
export function identify(items: readonly Item[]): Identified[] {
  const byAddress = new Map<string, Identified>();
  const addressesOf = new Map<string, Set<string>>();
  for (const item of items) {
    const address = canonicalAddress(item.link);
    if (!byAddress.has(address)) byAddress.set(address, { ...item, address });
    if (item.guid) addressesOf.set(item.guid, (addressesOf.get(item.guid) ?? new Set()).add(address));
  }
  return [...byAddress.values()].map((item) => {
    const alone = item.guid && item.guid.length <= guidLimit && addressesOf.get(item.guid)!.size === 1;
    return { ...item, guid: alone ? item.guid : undefined };
  });
}

/**
 * The stored article that an item is: the one at its address, or the one this source listed under the same guid.
 * The guid alone is not enough, because some feeds give the same one to every day's first item: the title or
 * the time of publication has to agree too.
 */
export function findKnown(
  item: Identified,
  byAddress: ReadonlyMap<string, KnownArticle>,
  byExternalId: ReadonlyMap<string, KnownArticle>,
): KnownArticle | undefined {
  const known = byAddress.get(item.address) ?? byExternalId.get(item.guid ?? '');
  if (!known || known.address === item.address) return known;
  const agrees = known.title === item.title || known.published_at.getTime() === item.published_at?.getTime();
  return agrees ? known : undefined;
}

/** What the item is remembered by: its guid, unless that already stands for another article. */
export function externalId(
  item: Identified,
  known: KnownArticle | undefined,
  byExternalId: ReadonlyMap<string, KnownArticle>,
): string {
  const holder = byExternalId.get(item.guid ?? '');
  return item.guid && (!holder || holder.id === known?.id) ? item.guid : item.address;
}
