import { Composer, InlineKeyboard } from 'grammy';
import { districtNames } from '../digest/model.js';
import { composeWeek, listWeekTitles } from '../digest/week.js';
import { weekCaption } from '../digest/week-caption.js';
import { UserError } from '../errors.js';
import type { Drawing } from '../pictures/drawing.js';
import { getPicture } from '../store/pictures.js';
import { type District, listDistricts } from '../store/region.js';
import { html, plain } from '../texts.js';
import { findOpen } from './choice.js';
import type { BotContext } from './context.js';
import { findFollowing } from './following.js';
import { startLink } from './link.js';
import { sendPicture } from './photo.js';
import { sharedName } from './share.js';
import { refuseInChannel } from './show.js';

/** Pictures that a button asks for: the week's map, and the card by which a district is shared. */
export const pictures = new Composer<BotContext>();

// v1:m:w: the week's map, with its numbers in words and the stories that were told most.
pictures.callbackQuery('v1:m:w', async (ctx) => {
  refuseInChannel(ctx);
  const { db, pack } = ctx.deps;
  const followed = (await findFollowing(ctx))?.districtIds ?? [];
  const week = await composeWeek(db, pack, ctx.now, ctx.locale, ctx.now);
  const stories = await listWeekTitles(db, pack, followed, ctx.now);
  const text = weekCaption(week, { locale: ctx.locale, districts: districtNames(pack), followed }, stories);
  const keyboard = new InlineKeyboard().text(plain(ctx.locale, 'bot-button-news'), 'v1:n');
  await sendPicture(ctx, await getPicture(db, week.picture), {
    text,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: keyboard.inline_keyboard },
  });
});

// v1:m:s:<district>: its card, to print or to show.
pictures.callbackQuery(/^v1:m:s:([a-z0-9-]{1,32})$/, async (ctx) => {
  refuseInChannel(ctx);
  const district = findOpen(await listDistricts(ctx.deps.db), ctx.match[1]!);
  if (!district) throw new UserError('bot-old-button');
  await sendShareCard(ctx, district);
});

/** The card by which a district is shared, with the link in its words. */
async function sendShareCard(ctx: BotContext, district: District): Promise<void> {
  const { locale } = ctx;
  const name = sharedName(ctx, district);
  const link = startLink(ctx.me.username, `d_${district.id}`);
  await sendPicture(ctx, sharePicture(link, name, locale), {
    text: html(locale, 'bot-share-card', { district: name, link }),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  });
}

/** A card with the district's name, the link as a QR code and as text. */
export function sharePicture(link: string, districtName: string, locale: string): Drawing {
  const lines = [plain(locale, 'bot-share-card-daily'), plain(locale, 'bot-share-card-scan')];
  return { kind: 'share', title: districtName, lines, link };
}
