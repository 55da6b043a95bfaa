import { textOf } from '../html.js';

/**
 * What Telegram counts of an HTML text: 4,096 UTF-16 units after parsing (it counts code points, some clients
 * UTF-16: the smaller limit is safe), 100 entities, further ones silently dropped, and about 9,000 raw characters.
 */
export interface Size {
  visible: number;
  raw: number;
  entities: number;
}

export const limits: Size = { visible: 4096, raw: 9000, entities: 100 };

export function measure(html: string): Size {
  const entities = html.match(/<[a-z]/g)?.length ?? 0;
  return { visible: textOf(html).length, raw: html.length, entities };
}

export function fits(html: string, room: Size = limits): boolean {
  const size = measure(html);
  return size.visible <= room.visible && size.raw <= room.raw && size.entities <= room.entities;
}
