import { InlineKeyboard } from 'grammy';
import type { RegionPack } from '../region.js';
import type { Style } from '../store/schema.js';

/** 06:00 to 21:30 in half hours, outside the quiet hours that everyone has. */
const halfHours: readonly string[] = Array.from({ length: 32 }, (_, index) => {
  const minutes = 6 * 60 + index * 30;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});

/** The hours a digest of this style can be had at: the half hours and the pack's own, which may lie between them. */
export function hoursOf(pack: RegionPack, style: Style): string[] {
  return [...new Set([...halfHours, pack.digest_times[style]])].toSorted();
}

/** A button per hour, four in a row; `dataOf` says what a press carries. */
export function hourKeyboard(
  hours: readonly string[],
  current: string | undefined,
  dataOf: (time: string) => string,
): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  hours.forEach((time, index) => {
    keyboard.text(time === current ? `✓ ${time}` : time, dataOf(time));
    if (index % 4 === 3) keyboard.row();
  });
  return keyboard.row();
}
