import { excerpt } from '../excerpt.js';

// Enough to recognise what one wrote.
const most = 60;

/** What somebody wrote, to be repeated: its beginning, without marks that would turn the words around it. */
export function echo(text: string): string {
  return excerpt(text.replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, ''), most);
}
