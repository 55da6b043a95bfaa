import type { RegionPack } from '../../src/region.js';
import { packWithSource } from '../../tests/support/news.js';

/** The made-up region with this many districts: from a few dozen the keyboard has pages, and lists get long. */
export function packOf(districts: number): RegionPack {
  const more = Array.from({ length: Math.max(0, districts - 3) }, (_, n) => ({
    id: `xa-${n + 4}`,
    name: { vi: `Xã Thứ ${n + 4}`, en: `Commune ${n + 4}` },
    type: 'xã',
    names: [],
  }));
  return { ...packWithSource, districts: [...packWithSource.districts, ...more] };
}
