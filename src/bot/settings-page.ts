import { InlineKeyboard } from 'grammy';
import { excerpt } from '../excerpt.js';
import type { Chat } from '../store/chats.js';
import { listWatchWords } from '../store/filters.js';
import { listDistricts } from '../store/region.js';
import { Html, html, plain } from '../texts.js';
import { formatDay, formatTime } from '../time.js';
import { namesOf } from './choice.js';
import type { BotContext } from './context.js';
import { forFollowing } from './districts.js';
import type { Following } from './following.js';
import { isPaused, nextText, scheduleText } from './schedule.js';
import { show } from './show.js';

/** What a chat has chosen, with a button for each choice; an officials' review is always complete. */
export const showSettings = forFollowing(async (ctx: BotContext, { chat, districtIds }: Following) => {
  const { db } = ctx.deps;
  const text = html(ctx.locale, 'bot-settings', {
    districts: namesOf(await listDistricts(db), districtIds, ctx.locale),
    schedule: scheduleText(ctx.locale, chat),
    quiet_from: chat.quiet_from,
    quiet_until: chat.quiet_until,
    filters: new Html(await filtersText(ctx, chat)),
    display: chat.style === 'official' ? 'review' : chat.display,
    language: plain(chat.locale, 'bot-language'),
    announcements: chat.announcements ? 'yes' : 'no',
    urgent: chat.urgent ? 'yes' : 'no',
    next: new Html(`${pauseText(ctx, chat)}${nextText(ctx, chat)}`),
  });
  await show(ctx, text, settingsKeyboard(ctx, chat));
});

const mostShown = 5;
const longestShown = 40;

/** A line for each kind of filter that is set; a review is complete whatever is muted. */
async function filtersText({ deps, locale }: BotContext, chat: Chat): Promise<string> {
  const line = (key: string, all: readonly string[]) => {
    if (!all.length) return '';
    const shown = all.slice(0, mostShown).map((one) => excerpt(one.toWellFormed(), longestShown));
    return `\n${html(locale, key, { list: shown.join(', '), more: all.length - shown.length })}`;
  };
  const muted = chat.style === 'citizen';
  return [
    line('bot-settings-watched', await listWatchWords(deps.db, chat.id)),
    muted ? line('bot-settings-muted', chat.muted_words) : '',
    muted ? line('bot-settings-sections', chat.muted_sections) : '',
  ].join('');
}

function pauseText(ctx: BotContext, chat: Chat): string {
  if (!isPaused(chat, ctx.now)) return '';
  const { time_zone } = ctx.deps.pack;
  const until = `${formatTime(chat.paused_until, time_zone)} ${formatDay(chat.paused_until, time_zone, ctx.locale)}`;
  return `${html(ctx.locale, 'bot-paused-until', { until })}\n`;
}

function settingsKeyboard({ locale, now }: BotContext, chat: Chat): InlineKeyboard {
  const label = (key: string) => plain(locale, `bot-button-${key}`);
  const keyboard = new InlineKeyboard().text(label('districts'), 'v1:d');
  if (chat.style === 'citizen') keyboard.text(label('frequency'), 'v1:sf').row();
  if (chat.times.length) keyboard.text(label('hour'), 'v1:sh');
  if (chat.style === 'citizen' && chat.times.length) keyboard.text(label('days'), 'v1:sd');
  keyboard.row().text(label('sections'), 'v1:kc').text(label('words'), 'v1:kw');
  keyboard.row().text(label('quiet'), 'v1:sq');
  if (chat.style === 'citizen') keyboard.text(label('display'), 'v1:sv');
  return keyboard
    .row()
    .text(
      label(chat.announcements ? 'announcements-off' : 'announcements-on'),
      chat.announcements ? 'v1:sn:0' : 'v1:sn:1',
    )
    .text(label('urgent'), 'v1:su')
    .row()
    .text(label('language'), 'v1:sl')
    .text(label('my-data'), 'v1:e')
    .row()
    .text(label(isPaused(chat, now) ? 'resume' : 'pause-for'), isPaused(chat, now) ? 'v1:sr' : 'v1:sw')
    .text(label('stop'), 'v1:x')
    .danger();
}
