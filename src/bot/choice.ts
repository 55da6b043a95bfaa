import { encodeNumbers } from '../bits.js';
import type { District } from '../store/region.js';
import { nameIn, plain } from '../texts.js';

/**
 * A choice of districts travels in the buttons until the person agrees: a bitset of district numbers in base64url.
 * 300 numbers take 50 of the 64 bytes that a button may carry, and a number is never given to another district.
 */
export function encodeChoice(districts: readonly District[], districtIds: readonly string[]): string {
  return encodeNumbers(districts.filter(({ id }) => districtIds.includes(id)).map(({ number }) => number));
}

/** In the pack's order; a district that ended since the button was made stands for its successor, or for nothing. */
export function decodeChoice(districts: readonly District[], bits: string): string[] {
  const bytes = Buffer.from(bits, 'base64url');
  const chosen = districts.filter(({ number }) => (bytes[number >> 3] ?? 0) & (1 << (number & 7)));
  return openIds(
    districts,
    chosen.map(({ id }) => id),
  );
}

/** The district of this id as it can be followed today: itself or, where it was merged, its successor. */
export function findOpen(districts: readonly District[], id: string): District | undefined {
  const seen = new Set<string>();
  let district = districts.find((candidate) => candidate.id === id);
  while (district?.ended_at && district.successor_id && !seen.has(district.id)) {
    seen.add(district.id);
    const successor: string = district.successor_id;
    district = districts.find((candidate) => candidate.id === successor);
  }
  return district?.ended_at ? undefined : district;
}

/** What these ids stand for today, in the pack's order, each once; what nothing stands for is left out. */
export function openIds(districts: readonly District[], ids: readonly string[]): string[] {
  const open = ids.map((id) => findOpen(districts, id)?.id);
  return openDistricts(districts)
    .map(({ id }) => id)
    .filter((id) => open.includes(id));
}

/** What can be followed, in the pack's order. */
export function openDistricts(districts: readonly District[]): District[] {
  return districts.filter(({ ended_at }) => !ended_at).toSorted((a, b) => a.position - b.position);
}

/** 'Đà Bắc, Lương Sơn' */
export function namesOf(
  districts: readonly District[],
  districtIds: readonly string[],
  locale: string,
): string {
  return districts
    .filter(({ id }) => districtIds.includes(id))
    .toSorted((a, b) => a.position - b.position)
    .map((district) => nameOf(district, locale))
    .join(', ');
}

/** A district's name; the region itself is 'Cả tỉnh', because its name may also be that of a town in it. */
export function nameOf(district: District, locale: string): string {
  return district.whole_region ? plain(locale, 'bot-whole-region') : nameIn(locale, district.name);
}

/** '06:30' ↔ '0630', as it stands in button data, whose parts a colon divides. */
export const encodeTime = (time: string): string => time.replace(':', '');
export const decodeTime = (digits: string): string => `${digits.slice(0, 2)}:${digits.slice(2)}`;
