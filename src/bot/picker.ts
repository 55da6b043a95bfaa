import { InlineKeyboard } from 'grammy';
import type { District } from '../store/region.js';
import { nameOf } from './choice.js';

const perPage = 12;
// As many still fit one keyboard without turning pages.
const onOnePage = 14;

/** A choice of districts in the making. */
export interface Picker {
  /** What can be chosen, in the pack's order. */
  districts: readonly District[];
  chosen: readonly string[];
  /** From 0. */
  page: number;
  /** What a press on a district carries, and one that turns to a page. */
  toggle(district: District, page: number): string;
  turn(page: number): string;
}

const partsOf = (districts: readonly District[]) => districts.filter(({ whole_region }) => !whole_region);

/** Whether they are too many for one keyboard. */
export const isPaged = (districts: readonly District[]): boolean => partsOf(districts).length > onOnePage;

/** On which page, from 0, a district stands. */
export function pageOf(districts: readonly District[], id: string): number {
  const index = partsOf(districts).findIndex((district) => district.id === id);
  return isPaged(districts) ? Math.max(0, Math.floor(index / perPage)) : 0;
}

/** Two columns in the pack's order, the whole region last, pages where there are too many for one keyboard. */
export function districtKeyboard(
  locale: string,
  { districts, chosen, page, toggle, turn }: Picker,
): InlineKeyboard {
  const parts = partsOf(districts);
  const pages = isPaged(districts) ? Math.ceil(parts.length / perPage) : 1;
  const current = Math.min(page, pages - 1);
  const shown = pages > 1 ? parts.slice(current * perPage, (current + 1) * perPage) : parts;
  const keyboard = new InlineKeyboard();
  const cells = [...shown, ...districts.filter(({ whole_region }) => whole_region)];
  cells.forEach((district, index) => {
    const name = nameOf(district, locale);
    keyboard.text(chosen.includes(district.id) ? `✓ ${name}` : name, toggle(district, current));
    if (index % 2) keyboard.row();
  });
  keyboard.row();
  if (pages > 1)
    keyboard
      .text('‹', turn((current + pages - 1) % pages))
      .text(`${current + 1}/${pages}`, turn(current))
      .text('›', turn((current + 1) % pages))
      .row();
  return keyboard;
}

/** The choice with one district turned on or off, in the order of `districts`. */
export function toggled(
  districts: readonly District[],
  chosen: readonly string[],
  district: District,
): string[] {
  const off = chosen.includes(district.id);
  return districts.map(({ id }) => id).filter((id) => (id === district.id ? !off : chosen.includes(id)));
}
