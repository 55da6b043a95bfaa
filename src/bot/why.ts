import type { Evidence } from '../store/evidence.js';
import { type District, listDistricts } from '../store/region.js';
import { plain } from '../texts.js';
import { nameOf, namesOf, openIds } from './choice.js';
import type { BotContext } from './context.js';

// Of an answer to a press, in characters.
const longest = 200;
const mostPlaces = 3;

/**
 * Why a story stands in a digest under these districts, or under a watch word, in sentences of which as many as an answer holds. A story that
 * has left all of them since does not `stand` there any more, and says where it went.
 */
export async function explain(
  { deps, locale }: BotContext,
  matches: readonly Evidence[],
  { district_ids, word }: { district_ids: readonly string[]; word?: string },
): Promise<{ text: string; stands: boolean }> {
  const all = await listDistricts(deps.db);
  // A district that has ended since stands as its successor.
  const here = openIds(all, district_ids);
  const shown = matches.filter(({ district_id }) => here.includes(district_id));
  if (!shown.length) {
    const ids = matches.map(({ district_id }) => district_id);
    const key = ids.length ? 'bot-why-moved' : 'bot-why-not-ours';
    return { text: cut(plain(locale, key, { districts: namesOf(all, ids, locale) })), stands: false };
  }
  const [first = '', ...others] = [
    ...(word === undefined ? [] : [plain(locale, 'bot-why-word', { word })]),
    ...shown.map((match) => sentence(locale, all, match)),
  ];
  const text = others.reduce((text, next) => {
    const longer = `${text} ${next}`;
    return [...longer].length <= longest ? longer : text;
  }, cut(first));
  return { text, stands: true };
}

function sentence(locale: string, all: readonly District[], match: Evidence): string {
  const { decided_by, evidence } = match;
  const found = all.find(({ id }) => id === match.district_id)!;
  const district = nameOf(found, locale);
  const places = evidence
    .slice(0, mostPlaces)
    .map((place) => `“${place}”`)
    .join(', ');
  const key = () => {
    if (decided_by === 'admin' || decided_by === 'source') return `bot-why-${decided_by}`;
    if (found.whole_region) return places ? 'bot-why-region' : 'bot-why-region-plain';
    if (decided_by === 'remembered') return 'bot-why-remembered';
    // “huyện Đà Bắc” says by itself that it is in Đà Bắc.
    const says = evidence.every((place) =>
      Object.values(found.name).some((name) => place.toLowerCase().includes(name.toLowerCase())),
    );
    return says ? 'bot-why-district' : 'bot-why-named';
  };
  return plain(locale, key(), { places, district });
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : text;
}
