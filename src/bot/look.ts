import type { District } from '../store/region.js';
import { encodeChoice } from './choice.js';
import type { Day } from './days.js';

/**
 * What somebody looks around in, as it stands at the end of button data: '' what the chat follows, 's' the districts
 * of the story itself, 'g<digest>' those that an answer to /news was about, 'c<choice>' chosen ones.
 */
export type Area = string;
export const areaPattern = '(|s|g[0-9a-z]{1,9}|c[\\w-]{1,50})';

export interface Look {
  area: Area;
  /** The whole region instead, for as long as the toggle says so. */
  wide: boolean;
}

export interface Period {
  kind: 'day' | 'week';
  /** The day, or the week's Monday. */
  day: Day;
}

/** One page of the stories of a day or week. */
export interface PeriodLook extends Look, Period {
  /** From 0. */
  page?: number;
  /** An article whose section is the only one to be seen. */
  sectionOf?: number | undefined;
}

/** One page of the stories before an article. */
export interface OthersLook extends Look {
  article: number;
  page?: number;
  sameSection: boolean;
}

// Longer ones would leave no room for the rest of the 64 bytes; they are those of regions with over 240 districts.
const longestChoice = 40;

/** A choice of districts as an area; one that is too long for a button is what the chat follows. */
export function areaOf(all: readonly District[], districtIds: readonly string[]): Area {
  const bits = encodeChoice(all, districtIds);
  return bits && bits.length <= longestChoice ? `c${bits}` : '';
}

const flag = (on: boolean) => (on ? 1 : 0);
const short = (n: number | undefined) => n?.toString(36) ?? '';
export const readShort = (text: string): number => Number.parseInt(text, 36);

export const monthData = (month: number, { wide, area }: Look): string =>
  `v1:tm:${short(month)}:${flag(wide)}:${area}`;

const periodLetter = { day: 'd', week: 'w' } as const;

export const periodData = ({ kind, day, page = 0, wide, sectionOf, area }: PeriodLook): string =>
  `v1:t${periodLetter[kind]}:${short(day)}:${short(page)}:${flag(wide)}:${short(sectionOf)}:${area}`;

/** The sections of a day or week, to choose one. */
export const sectionsData = ({ kind, day, wide, area }: Look & Period): string =>
  `v1:tc${periodLetter[kind]}:${short(day)}:${flag(wide)}:${area}`;

export const othersData = ({ article, page = 0, wide, sameSection, area }: OthersLook): string =>
  `v1:to:${short(article)}:${short(page)}:${flag(wide) + 2 * flag(sameSection)}:${area}`;
