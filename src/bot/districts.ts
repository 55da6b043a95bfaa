import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { type District, listDistricts } from '../store/region.js';
import { endSubscriptions } from '../store/subscriptions.js';
import { html, plain } from '../texts.js';
import {
  decodeChoice,
  decodeTime,
  encodeChoice,
  encodeTime,
  nameOf,
  namesOf,
  openDistricts,
} from './choice.js';
import { commands } from './commands.js';
import type { BotContext } from './context.js';
import { type Following, findFollowing, followDistricts } from './following.js';
import { newspaperNames } from './newspapers.js';
import { show } from './show.js';

/** /districts: choosing what to follow, before the first consent and ever after. */
export const districts = new Composer<BotContext>();

const perPage = 12;
// As many still fit one keyboard without turning pages.
const onOnePage = 14;

/** A choice in the making: what is ticked, the hour, the page of the keyboard. */
interface Choice {
  districtIds: readonly string[];
  time: string;
  page: number;
}

districts.command(commands.districts, (ctx) => showChoice(ctx));

// v1:d: the same from a button.
districts.callbackQuery('v1:d', (ctx) => showChoice(ctx));

// v1:c:<hour>:<page>:<choice>: a tick or another page. A press carries the choice as it is after it.
districts.callbackQuery(/^v1:c:(\d{4}):(\d{1,3}):([\w-]*)$/, async (ctx) => {
  const all = await listDistricts(ctx.deps.db);
  const [, time, page, bits] = ctx.match;
  await showChoice(ctx, {
    districtIds: decodeChoice(all, bits!),
    time: decodeTime(time!),
    page: Number(page),
  });
});

// v1:w:<choice>: what a chat that is served wants to follow from now on.
districts.callbackQuery(/^v1:w:([\w-]*)$/, async (ctx) => {
  const { db, pack } = ctx.deps;
  const following = await findFollowing(ctx);
  const all = await listDistricts(db);
  const wanted = decodeChoice(all, ctx.match[1]!);
  if (!following || !wanted.length) throw new UserError('bot-old-button');
  const added = wanted.filter((id) => !following.districtIds.includes(id));
  const removed = following.districtIds.filter((id) => !wanted.includes(id));
  // Added first: a chat left with nothing for a moment would lose its schedule.
  if (added.length) await followDistricts(ctx, added, pack.digest_times.citizen);
  await db
    .transaction()
    .execute((trx) => endSubscriptions(trx, following.chat.id, removed, 'removed', ctx.now));
  await show(
    ctx,
    html(ctx.locale, added.length ? 'bot-districts-saved-added' : 'bot-districts-saved', {
      districts: namesOf(all, wanted, ctx.locale),
    }),
    new InlineKeyboard()
      .text(plain(ctx.locale, 'bot-button-districts'), 'v1:d')
      .text(plain(ctx.locale, 'bot-button-settings'), 'v1:s'),
  );
});

/**
 * The keyboard of districts, in place where a button asked for it. `choice` is what a button carried; otherwise
 * it begins with what the chat follows. `intro` replaces the sentence above it.
 */
export async function showChoice(ctx: BotContext, choice?: Choice, intro?: string): Promise<void> {
  const { db, pack } = ctx.deps;
  const all = await listDistricts(db);
  const following = await findFollowing(ctx);
  const shown = choice ?? {
    districtIds: following?.districtIds ?? [],
    time: pack.digest_times.citizen,
    page: 0,
  };
  const text = following
    ? html(ctx.locale, 'bot-districts', { districts: namesOf(all, following.districtIds, ctx.locale) })
    : html(ctx.locale, 'bot-start', {
        newspapers: newspaperNames(pack, ctx.locale),
        time: shown.time,
      });
  const keyboard = choiceKeyboard(ctx.locale, openDistricts(all), shown);
  if (following) addSaveButtons(keyboard, ctx.locale, all, shown, following);
  else if (shown.districtIds.length)
    keyboard
      .text(
        plain(ctx.locale, 'bot-button-continue', { n: shown.districtIds.length }),
        `v1:o:${encodeTime(shown.time)}:${encodeChoice(all, shown.districtIds)}`,
      )
      .success();
  await show(ctx, intro ?? text, keyboard);
}

/** Hands over what the chat follows; one that follows nothing is offered the choice instead. */
export function forFollowing<C extends BotContext>(
  handle: (ctx: C, following: Following) => Promise<void>,
): (ctx: C) => Promise<void> {
  return async (ctx) => {
    const following = await findFollowing(ctx);
    if (following) await handle(ctx, following);
    else await showChoice(ctx, undefined, html(ctx.locale, 'bot-not-following'));
  };
}

/** Two columns in the pack's order, the whole region last, pages where there are too many for one keyboard. */
function choiceKeyboard(locale: string, open: District[], choice: Choice): InlineKeyboard {
  const parts = open.filter(({ whole_region }) => !whole_region);
  const pages = parts.length > onOnePage ? Math.ceil(parts.length / perPage) : 1;
  const page = Math.min(choice.page, pages - 1);
  const shown = pages > 1 ? parts.slice(page * perPage, (page + 1) * perPage) : parts;
  const dataOf = (districtIds: readonly string[], toPage = page) =>
    `v1:c:${encodeTime(choice.time)}:${toPage}:${encodeChoice(open, districtIds)}`;
  const keyboard = new InlineKeyboard();
  const cells = [...shown, ...open.filter(({ whole_region }) => whole_region)];
  cells.forEach((district, index) => {
    const ticked = choice.districtIds.includes(district.id);
    const after = ticked
      ? choice.districtIds.filter((id) => id !== district.id)
      : [...choice.districtIds, district.id];
    const name = nameOf(district, locale);
    keyboard.text(ticked ? `✓ ${name}` : name, dataOf(after));
    if (index % 2) keyboard.row();
  });
  keyboard.row();
  if (pages > 1)
    keyboard
      .text('‹', dataOf(choice.districtIds, (page + pages - 1) % pages))
      .text(`${page + 1}/${pages}`, dataOf(choice.districtIds))
      .text('›', dataOf(choice.districtIds, (page + 1) % pages))
      .row();
  return keyboard;
}

function addSaveButtons(
  keyboard: InlineKeyboard,
  locale: string,
  all: District[],
  choice: Choice,
  { districtIds }: Following,
): void {
  const changed =
    choice.districtIds.length !== districtIds.length ||
    choice.districtIds.some((id) => !districtIds.includes(id));
  if (!choice.districtIds.length) keyboard.text(plain(locale, 'bot-button-stop'), 'v1:x').danger();
  else if (changed)
    keyboard
      .text(
        plain(locale, 'bot-button-save', { n: choice.districtIds.length }),
        `v1:w:${encodeChoice(all, choice.districtIds)}`,
      )
      .success();
  keyboard.text(plain(locale, 'bot-button-back'), 'v1:s');
}
