import type { RegionPack } from '../region.js';
import type { District } from '../store/region.js';

/**
 * Which of `open` lie nearest to what is followed, by the pack's tiles; the nearest first, equally near ones in the
 * pack's order. Districts without a tile are nobody's neighbours.
 */
export function nearestDistricts(
  pack: Pick<RegionPack, 'districts'>,
  followed: readonly string[],
  open: readonly District[],
): District[] {
  const tiles = new Map(pack.districts.flatMap(({ id, tile }) => (tile ? [[id, tile] as const] : [])));
  const own = followed.flatMap((id) => (tiles.has(id) ? [tiles.get(id)!] : []));
  if (!own.length) return [];
  const distance = (id: string) => {
    const [column, row] = tiles.get(id)!;
    return Math.min(...own.map(([c, r]) => Math.hypot(c - column, r - row)));
  };
  return open
    .filter(({ id }) => tiles.has(id) && !followed.includes(id))
    .toSorted((a, b) => distance(a.id) - distance(b.id) || a.position - b.position);
}
