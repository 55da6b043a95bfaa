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
  namesOf,
  openDistricts,
  openIds,
} from './choice.js';
import { commands } from './commands.js';
import { type BotContext, whereIs } from './context.js';
import { dailyAt, type Following, findFollowing, followDistricts } from './following.js';
import { hoursOf } from './hours.js';
import { putMap } from './map.js';
import { newspaperNames } from './newspapers.js';
import { changePicture, isUnderPicture } from './photo.js';
import { districtKeyboard, isPaged, pageOf, toggled } from './picker.js';
import { askWhich, findPlaces } from './places.js';
import { answeredQuestion, ask } from './question.js';
import { sendPayload, show, type showPayload } from './show.js';

/** /districts: choosing what to follow, before the first consent and ever after. */
export const districts = new Composer<BotContext>();

/** A choice in the making: what is ticked, the hour, the page of the keyboard. */
interface Choice {
  districtIds: readonly string[];
  time: string;
  page: number;
}

districts.command(commands.districts, (ctx) => showChoice(ctx));

// v1:d: the same from a button, in place; v1:dn: under news, which stay.
districts.callbackQuery('v1:d', (ctx) => showChoice(ctx));
districts.callbackQuery('v1:dn', (ctx) => showChoice(ctx, { put: sendPayload }));

// v1:c:<hour>:<page>:<choice>: a tick or another page.
districts.callbackQuery(/^v1:c:(\d{4}):(\d{1,3}):([\w-]*)$/, async (ctx) => {
  await showChoice(ctx, { choice: readChoice(ctx, await listDistricts(ctx.deps.db)) });
});

// v1:dq:<hour>:<choice>: a name is typed instead of looked for among many; the choice so far travels in the question.
districts.callbackQuery(/^v1:dq:(\d{4}):([\w-]*)$/, (ctx) => ask(ctx, 'bot-typed-question', ctx.match[0]!));

districts.on('message:text').filter(
  (ctx) => answeredQuestion(ctx)?.startsWith('v1:dq:') ?? false,
  async (ctx) => {
    const all = await listDistricts(ctx.deps.db);
    const [time = '', bits = ''] = answeredQuestion(ctx)!.slice('v1:dq:'.length).split(':');
    const places = findPlaces(ctx.deps, all, ctx.message.text);
    const found = places[0]?.district_ids ?? [];
    const chosen = decodeChoice(all, bits);
    const pageFor = (ids: readonly string[]) => (ids.length ? pageOf(openDistricts(all), ids[0]!) : 0);
    if (places.length > 1)
      return askWhich(
        ctx,
        all,
        ctx.message.text,
        places,
        (ids) => `v1:c:${time}:${pageFor(ids)}:${encodeChoice(all, [...chosen, ...ids])}`,
      );
    const districtIds = openIds(all, [...chosen, ...found]);
    const intro = found.length ? undefined : html(ctx.locale, 'bot-typed-not-found');
    await showChoice(ctx, {
      choice: { districtIds, time: decodeTime(time), page: pageFor(found) },
      ...(intro === undefined ? {} : { intro }),
    });
  },
);

// v1:mc:<hour>:<page>:<choice>: the same with the map over it.
districts.callbackQuery(/^v1:mc:(\d{4}):(\d{1,3}):([\w-]*)$/, async (ctx) => {
  const all = await listDistricts(ctx.deps.db);
  const choice = readChoice(ctx, all);
  const shown = { districts: openDistricts(all), districtIds: choice.districtIds };
  await showChoice(ctx, { choice, put: (_, payload) => putMap(ctx, shown, payload) });
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
  if (added.length) await followDistricts(ctx, added, dailyAt(pack.digest_times.citizen));
  if (removed.length)
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

/** What a button carries; an hour that is not offered, or not any more, is the pack's. */
function readChoice(
  { match, deps: { pack } }: BotContext & { match: string | RegExpMatchArray },
  all: readonly District[],
): Choice {
  const [, hour, page, bits] = match;
  const time = hoursOf(pack, 'citizen').find((one) => encodeTime(one) === hour) ?? pack.digest_times.citizen;
  return { districtIds: decodeChoice(all, bits!), time, page: Number(page) };
}

/**
 * The keyboard of districts, in place where a button asked for it, or as `put` puts it. `choice` is what a button
 * carried; otherwise it begins with what the chat follows. `intro` replaces the sentence above it.
 */
export async function showChoice(
  ctx: BotContext,
  { choice, intro, put }: { choice?: Choice; intro?: string; put?: typeof showPayload } = {},
): Promise<void> {
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
        newspapers: await newspaperNames(ctx.deps, ctx.locale),
        time: shown.time,
        where: whereIs(ctx),
      });
  const open = openDistricts(all);
  const keyboard = choiceKeyboard(ctx.locale, open, shown);
  const onMap = isUnderPicture(ctx) || ctx.callbackQuery?.data?.startsWith('v1:mc:');
  if (!onMap) addMapButton(keyboard, ctx.locale, open, shown);
  if (following) addSaveButtons(keyboard, ctx.locale, all, shown, following);
  else if (shown.districtIds.length)
    keyboard
      .text(
        plain(ctx.locale, 'bot-button-continue', { n: shown.districtIds.length }),
        `v1:o:${encodeTime(shown.time)}:${encodeChoice(all, shown.districtIds)}`,
      )
      .success();
  const onto: typeof showPayload = (_, payload) =>
    putMap(ctx, { districts: open, districtIds: shown.districtIds }, payload, changePicture);
  await show(ctx, intro ?? text, keyboard, put ?? (isUnderPicture(ctx) ? onto : undefined));
}

/** Hands over what the chat follows; one that follows nothing is offered the choice instead. */
export function forFollowing<C extends BotContext>(
  handle: (ctx: C, following: Following) => Promise<void>,
): (ctx: C) => Promise<void> {
  return async (ctx) => {
    const following = await findFollowing(ctx);
    if (following) await handle(ctx, following);
    else await showChoice(ctx, { intro: html(ctx.locale, 'bot-not-following', { where: whereIs(ctx) }) });
  };
}

/** A press carries the choice as it is after it, so that nothing has to be kept. */
function choiceKeyboard(
  locale: string,
  open: District[],
  { districtIds, time, page }: Choice,
): InlineKeyboard {
  const dataOf = (ids: readonly string[], toPage: number) =>
    `v1:c:${encodeTime(time)}:${toPage}:${encodeChoice(open, ids)}`;
  const keyboard = districtKeyboard(locale, {
    districts: open,
    chosen: districtIds,
    page,
    toggle: (district, current) => dataOf(toggled(open, districtIds, district), current),
    turn: (other) => dataOf(districtIds, other),
  });
  if (isPaged(open))
    keyboard
      .text(
        plain(locale, 'bot-button-type-to-find'),
        `v1:dq:${encodeTime(time)}:${encodeChoice(open, districtIds)}`,
      )
      .row();
  return keyboard;
}

function addMapButton(
  keyboard: InlineKeyboard,
  locale: string,
  open: District[],
  { districtIds, time, page }: Choice,
): void {
  const data = `v1:mc:${encodeTime(time)}:${page}:${encodeChoice(open, districtIds)}`;
  keyboard.text(plain(locale, 'bot-button-map'), data);
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
