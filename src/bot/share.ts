import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { type District, listDistricts } from '../store/region.js';
import { html, nameIn, plain } from '../texts.js';
import { findOpen, nameOf, openDistricts } from './choice.js';
import { commands } from './commands.js';
import { type BotContext, isPrivate } from './context.js';
import { findFollowing } from './following.js';
import { startLink } from './link.js';
import { districtKeyboard } from './picker.js';
import { refuseInChannel, sendPayload, show, type showPayload } from './show.js';

/** /share: the link by which somebody else follows a district with two taps. */
export const share = new Composer<BotContext>();

share.command(commands.share, (ctx) => answerShare(ctx));

// v1:b: the same from a button under a digest, which stays.
share.callbackQuery('v1:b', async (ctx) => {
  refuseInChannel(ctx);
  await answerShare(ctx, sendPayload);
});

// v1:bl:<page>: another district.
share.callbackQuery(/^v1:bl:(\d{1,3})$/, async (ctx) => {
  await askWhich(ctx, openDistricts(await listDistricts(ctx.deps.db)), Number(ctx.match[1]));
});

// v1:bd:<district>: the link of this one.
share.callbackQuery(/^v1:bd:([a-z0-9-]{1,32})$/, async (ctx) => {
  const district = findOpen(await listDistricts(ctx.deps.db), ctx.match[1]!);
  if (!district) throw new UserError('bot-old-button');
  await showLink(ctx, district);
});

/** A link that leads to following `districtId`; in a group, with `startgroup`, for the group. */
function districtLink(username: string, districtId: string, kind: 'start' | 'startgroup' = 'start'): string {
  return startLink(username, `d_${districtId}`, kind);
}

/** Whoever follows one district shares that; others are asked which. */
async function answerShare(ctx: BotContext, put?: typeof showPayload): Promise<void> {
  const all = await listDistricts(ctx.deps.db);
  const followed = (await findFollowing(ctx))?.districtIds ?? [];
  const own = openDistricts(all).filter(({ id }) => followed.includes(id));
  if (own.length === 1) await showLink(ctx, own[0]!, put);
  else await askWhich(ctx, own.length ? own : openDistricts(all), 0, put);
}

async function askWhich(
  ctx: BotContext,
  districts: District[],
  page: number,
  put?: typeof showPayload,
): Promise<void> {
  const keyboard = districtKeyboard(ctx.locale, {
    districts,
    chosen: [],
    page,
    toggle: ({ id }) => `v1:bd:${id}`,
    turn: (other) => `v1:bl:${other}`,
  });
  await show(ctx, html(ctx.locale, 'bot-share-which'), keyboard, put);
}

/** As somebody reads it who sees nothing else of us: “the whole province” would not say which. */
export function sharedName({ deps, locale }: BotContext, district: District): string {
  return district.whole_region ? nameIn(locale, deps.pack.name) : nameOf(district, locale);
}

async function showLink(ctx: BotContext, district: District, put?: typeof showPayload): Promise<void> {
  const { username } = ctx.me;
  const name = sharedName(ctx, district);
  const link = districtLink(username, district.id);
  const words = plain(ctx.locale, 'bot-share-words', { district: name });
  const sheet = `https://t.me/share/url?url=${encodeURIComponent(link)}&text=${encodeURIComponent(words)}`;
  const keyboard = new InlineKeyboard()
    .url(plain(ctx.locale, 'bot-button-share-sheet'), sheet)
    .copyText(plain(ctx.locale, 'bot-button-copy-link'), link)
    .row();
  if (ctx.chat?.type !== 'channel')
    keyboard.text(plain(ctx.locale, 'bot-button-qr'), `v1:m:s:${district.id}`).row();
  if (isPrivate(ctx))
    keyboard
      .url(plain(ctx.locale, 'bot-button-add-to-group'), districtLink(username, district.id, 'startgroup'))
      .row();
  keyboard.text(plain(ctx.locale, 'bot-button-other-district'), 'v1:bl:0');
  await show(ctx, html(ctx.locale, 'bot-share', { district: name, link }), keyboard, put);
}
