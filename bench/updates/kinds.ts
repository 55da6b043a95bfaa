import { encodeChoice } from '../../src/bot/choice.js';
import { noticeVersion } from '../../src/bot/notice.js';
import type { District } from '../../src/store/region.js';
import type { Kind } from './telegram.mjs';

/** What people do in a busy minute: half of them are new, as when a link has been shared. A line each. */
export function busyMinute(districts: readonly District[]): Kind[] {
  const parts = districts.filter(({ whole_region }) => !whole_region);
  const choices = parts.map(({ id }) => encodeChoice(districts, [id]));
  const names = parts.map(({ name }) => name.vi!);
  const bare = names.map((name) =>
    name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').toLowerCase(),
  );
  const presses = (data: (bits: string) => string) => choices.map(data);
  return [
    { name: '/start, new', share: 20, who: 'stranger', texts: ['/start'] },
    { name: 'tick, new', share: 18, who: 'stranger', presses: presses((bits) => `v1:c:0630:0:${bits}`) },
    {
      name: 'agree, new',
      share: 8,
      who: 'stranger',
      presses: presses((bits) => `v1:y:${noticeVersion}:0630:${bits}`),
    },
    { name: 'typed name, new', share: 8, who: 'stranger', texts: [...names, ...bare] },
    { name: 'typed name', share: 6, who: 'known', texts: [...names, ...bare] },
    { name: '/start', share: 6, who: 'known', texts: ['/start'] },
    { name: '/news', share: 16, who: 'known', texts: ['/news'] },
    { name: '/settings', share: 8, who: 'known', texts: ['/settings'] },
    { name: 'setting', share: 5, who: 'known', presses: ['v1:sv:s', 'v1:sv:n', 'v1:sn:1', 'v1:sn:0'] },
    { name: '/share', share: 5, who: 'known', texts: ['/share'] },
  ];
}

/** One stranger after another who opens the bot and is not seen again. */
export const strangers: Kind[] = [{ name: '/start, new', share: 1, who: 'stranger', texts: ['/start'] }];
