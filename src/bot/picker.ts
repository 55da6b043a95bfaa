import { InlineKeyboard } from 'grammy';
import type { District } from '../store/region.js';
import { nameOf } from './choice.js';

// Telegram allows 100 buttons; two columns of twelve still fit a phone's screen.
const pageSize = 24;

/**
 * Buttons that turn districts on and off, two in a row, for a choice that the store keeps. `toggle` and `turn` say
 * what a press carries: a district's number, a page from 0.
 */
export function districtKeyboard(
  districts: readonly District[],
  chosen: readonly string[],
  page: number,
  locale: string,
  toggle: (number: number) => string,
  turn: (page: number) => string,
): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  const shown = districts.slice(page * pageSize, (page + 1) * pageSize);
  shown.forEach((district, index) => {
    const label = nameOf(district, locale);
    keyboard.text(chosen.includes(district.id) ? `✓ ${label}` : label, toggle(district.number));
    if (index % 2) keyboard.row();
  });
  keyboard.row();
  if (page > 0) keyboard.text('‹', turn(page - 1));
  if ((page + 1) * pageSize < districts.length) keyboard.text('›', turn(page + 1));
  return keyboard.row();
}

/** The page on which a district stands. */
export function pageOf(districts: readonly District[], id: string): number {
  return Math.floor(
    Math.max(
      0,
      districts.findIndex((district) => district.id === id),
    ) / pageSize,
  );
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
