import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { type Chat, setAnnouncements, setLocale, setSchedule } from '../store/chats.js';
import { listDistricts } from '../store/region.js';
import { html, locales, plain } from '../texts.js';
import { formatDay, formatTime, nextSlot } from '../time.js';
import { decodeTime, encodeTime, namesOf } from './choice.js';
import { commands } from './commands.js';
import type { BotContext } from './context.js';
import { forFollowing } from './districts.js';
import type { Following } from './following.js';
import { hourKeyboard, hoursOf } from './hours.js';
import { pauseAWeek, resume } from './pause.js';
import { scheduleText } from './schedule.js';
import { show } from './show.js';

/** /settings: one message, edited in place by buttons that carry plain data and so outlive restarts. */
export const settings = new Composer<BotContext>();

const showSettings = forFollowing(showFollowing);

settings.command(commands.settings, showSettings);
settings.callbackQuery('v1:s', showSettings);

settings.callbackQuery(
  'v1:sh',
  forFollowing((ctx, { chat }) =>
    show(
      ctx,
      html(ctx.locale, 'bot-hours'),
      hourKeyboard(
        hoursOf(ctx.deps.pack, chat.style),
        chat.times[0],
        (time) => `v1:sh:${encodeTime(time)}`,
      ).text(plain(ctx.locale, 'bot-button-back'), 'v1:s'),
    ),
  ),
);

settings.callbackQuery(
  /^v1:sh:(\d{4})$/,
  forFollowing(async (ctx, { chat }) => {
    const { db, pack } = ctx.deps;
    const time = decodeTime(ctx.match[1]!);
    if (!hoursOf(pack, chat.style).includes(time)) throw new UserError('bot-old-button');
    await setSchedule(db, chat.id, (row) => {
      const after = isPaused(ctx, row) ? row.paused_until! : ctx.now;
      return { times: [time], due_at: nextSlot({ ...row, times: [time] }, pack.time_zone, after) };
    });
    await showSettings(ctx);
  }),
);

settings.callbackQuery('v1:sl', async (ctx) => {
  const keyboard = new InlineKeyboard();
  for (const locale of offeredLocales(ctx)) keyboard.text(languageName(locale), `v1:sl:${locale}`).row();
  await show(
    ctx,
    html(ctx.locale, 'bot-languages'),
    keyboard.text(plain(ctx.locale, 'bot-button-back'), 'v1:s'),
  );
});

settings.callbackQuery(
  /^v1:sl:([a-z]{2,3})$/,
  forFollowing(async (ctx, { chat }) => {
    const locale = ctx.match[1]!;
    if (!offeredLocales(ctx).includes(locale)) throw new UserError('bot-old-button');
    await setLocale(ctx.deps.db, chat.id, locale);
    ctx.locale = locale;
    await showSettings(ctx);
  }),
);

// v1:sn:<1 or 0>: announcements, which need an opt-in of their own.
settings.callbackQuery(
  /^v1:sn:([01])$/,
  forFollowing(async (ctx, { chat }) => {
    await setAnnouncements(ctx.deps.db, chat.id, ctx.match[1] === '1');
    await showSettings(ctx);
  }),
);

settings.callbackQuery(
  'v1:sp',
  forFollowing(async (ctx, following) => {
    await pauseAWeek(ctx, following);
    await showSettings(ctx);
  }),
);

settings.callbackQuery(
  'v1:sr',
  forFollowing(async (ctx, following) => {
    await resume(ctx, following);
    await showSettings(ctx);
  }),
);

const offeredLocales = (ctx: BotContext) =>
  ctx.deps.pack.languages.filter((language) => locales.includes(language));

/** Each language by its own name, so that a reader finds it from any other. */
const languageName = (locale: string) => plain(locale, 'bot-language');

async function showFollowing(ctx: BotContext, { chat, districtIds }: Following): Promise<void> {
  const { db, pack } = ctx.deps;
  const next_at = chat.due_at;
  const paused = isPaused(ctx, chat);
  const text = html(ctx.locale, 'bot-settings', {
    districts: namesOf(await listDistricts(db), districtIds, ctx.locale),
    schedule: scheduleText(ctx.locale, chat),
    language: languageName(ctx.locale),
    announcements: chat.announcements ? 'yes' : 'no',
    paused: paused ? 'yes' : 'no',
    time: formatTime(next_at, pack.time_zone),
    day: formatDay(next_at, pack.time_zone, ctx.locale),
  });
  await show(ctx, text, settingsKeyboard(ctx.locale, chat.announcements, paused));
}

const isPaused = (ctx: BotContext, { paused_until }: Chat) => paused_until !== null && paused_until > ctx.now;

function settingsKeyboard(locale: string, announcements: boolean, paused: boolean): InlineKeyboard {
  const label = (key: string) => plain(locale, `bot-button-${key}`);
  return new InlineKeyboard()
    .text(label('districts'), 'v1:d')
    .text(label('hour'), 'v1:sh')
    .row()
    .text(label('sections'), 'v1:kc')
    .text(label('words'), 'v1:kw')
    .row()
    .text(label('language'), 'v1:sl')
    .text(
      label(announcements ? 'announcements-off' : 'announcements-on'),
      announcements ? 'v1:sn:0' : 'v1:sn:1',
    )
    .row()
    .text(label(paused ? 'resume' : 'pause'), paused ? 'v1:sr' : 'v1:sp')
    .text(label('my-data'), 'v1:e')
    .row()
    .text(label('stop'), 'v1:x')
    .danger();
}
