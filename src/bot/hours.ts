import { InlineKeyboard } from 'grammy';

/** The hours a digest can be had at: 06:00 to 21:00 in half hours, outside the quiet ones. */
export const slotTimes: readonly string[] = Array.from({ length: 31 }, (_, index) => {
  const minutes = 6 * 60 + index * 30;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});

/** A button per hour, four in a row; `dataOf` says what a press carries. */
export function hourKeyboard(current: string | undefined, dataOf: (time: string) => string): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  slotTimes.forEach((time, index) => {
    keyboard.text(time === current ? `✓ ${time}` : time, dataOf(time));
    if (index % 4 === 3) keyboard.row();
  });
  return keyboard.row();
}
