import { InlineKeyboard } from 'grammy';
import { renderList } from '../digest/list.js';
import { listEvidence } from '../store/evidence.js';
import { listDistricts } from '../store/region.js';
import { listStories } from '../store/stories.js';
import { html, plain } from '../texts.js';
import { encodeChoice, encodeTime, namesOf, openIds } from './choice.js';
import type { BotContext } from './context.js';
import { districtNamesOf } from './lookup.js';
import { othersButton } from './others.js';
import { sendPayload, show } from './show.js';

/** One story by itself, as a link names it, with the ways on. False where it is unknown or was withdrawn. */
export async function showStory(ctx: BotContext, storyId: number): Promise<boolean> {
  const { db, pack } = ctx.deps;
  const story = (await listStories(db, [storyId])).get(storyId);
  if (!story) return false;
  const all = await listDistricts(db);
  const matched = (await listEvidence(db, storyId)).map(({ district_id }) => district_id);
  const text = renderList({
    locale: ctx.locale,
    districts: districtNamesOf(all),
    timeZone: pack.time_zone,
    head: html(ctx.locale, 'bot-story'),
    start: 1,
    stories: [{ ...story, also: [], district_ids: matched }],
    shown: { date: true, districts: true },
  });
  const keyboard = new InlineKeyboard();
  const open = openIds(all, matched);
  if (open.length)
    keyboard
      .text(
        plain(ctx.locale, 'bot-button-follow', { districts: namesOf(all, open, ctx.locale) }),
        `v1:o:${encodeTime(pack.digest_times.citizen)}:${encodeChoice(all, open)}`,
      )
      .row();
  keyboard.add(othersButton(ctx.locale, storyId));
  await show(ctx, text, keyboard, sendPayload);
  return true;
}
