import { encodeChoice } from '../../src/bot/choice.js';
import { dayOf, monthOf } from '../../src/bot/days.js';
import { monthData, periodData } from '../../src/bot/look.js';
import { noticeVersion } from '../../src/bot/notice.js';
import { encodeQuery, readQuery } from '../../src/bot/query.js';
import type { District } from '../../src/store/region.js';
import type { Kind } from './telegram.mjs';

const timeZone = 'Asia/Ho_Chi_Minh';

/** What people do in a busy minute: half of them are new, as when a link has been shared. A line each. */
export function busyMinute(districts: readonly District[], now: Date): Kind[] {
  const parts = districts.filter(({ whole_region }) => !whole_region);
  const choices = parts.map(({ id }) => encodeChoice(districts, [id]));
  const names = parts.map(({ name }) => name.vi!);
  const bare = names.map((name) =>
    name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').toLowerCase(),
  );
  const presses = (data: (bits: string) => string) => choices.map(data);
  const today = dayOf(now, timeZone);
  const back = [0, 1, 2, 3, 4, 5];
  const own = { wide: false, area: '' };
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
    { name: '/ngay', share: 3, who: 'known', texts: ['/ngay'] },
    {
      name: 'typed day',
      share: 3,
      who: 'known',
      texts: ['hôm nay', 'hom qua', 'thứ hai', '/ngay tuần trước'],
    },
    {
      name: 'another month',
      share: 3,
      who: 'known',
      presses: back.map((months) => monthData(monthOf(today) - months, own)),
    },
    {
      name: 'page of a day',
      share: 5,
      who: 'known',
      presses: back.map((days) =>
        periodData({ kind: 'day', day: today - days, page: 1, ...own, wide: true }),
      ),
    },
    {
      name: '/timkiem',
      share: 5,
      who: 'known',
      texts: ['vụ xuân', 'vu xuan vung cao', 'tin số 77', '"chuẩn bị vụ xuân"', 'lũ quét'].map(
        (words) => `/timkiem ${words}`,
      ),
    },
    {
      name: 'page of a search',
      share: 3,
      who: 'known',
      presses: back.map((page) => `v1:q:${page}:${encodeQuery(readQuery('vụ xuân'))}`),
    },
  ];
}

/** One stranger after another who opens the bot and is not seen again. */
export const strangers: Kind[] = [{ name: '/start, new', share: 1, who: 'stranger', texts: ['/start'] }];
