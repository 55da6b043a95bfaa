import { Composer, GrammyError } from 'grammy';
import type { InlineQueryResultArticle } from 'grammy/types';
import { linkTo } from '../digest/story.js';
import { excerpt } from '../excerpt.js';
import { esc } from '../html.js';
import { findChat } from '../store/chats.js';
import { type District, listDistricts } from '../store/region.js';
import { type Found, mostFound, searchStories } from '../store/search.js';
import { listLatest, listStories } from '../store/stories.js';
import { listOpenSubscriptions } from '../store/subscriptions.js';
import { Html, html, plain } from '../texts.js';
import { day } from '../time.js';
import { findOpen, nameOf } from './choice.js';
import type { BotContext } from './context.js';
import { startLink } from './link.js';
import { readQuery } from './query.js';
import { whereAndWhen } from './results.js';

/**
 * @bot in any chat: stories to share there, those that have the words, or the newest of what the person follows. The
 * words are neither kept nor logged.
 */
export const inline = new Composer<BotContext>();

// Telegram takes 50 at a time; a phone shows five.
const perPage = 20;
const longest = { title: 300, lead: 1200, description: 160 };
const latestDays = 14;

inline.on('inline_query', async (ctx) => {
  const { db, seal, pack } = ctx.deps;
  const { from, query, offset: given } = ctx.inlineQuery;
  const offset = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  // A private chat has the id of the person.
  const chat = await findChat(db, seal.hash(from.id));
  if (chat) ctx.locale = chat.locale;
  const runs = readQuery(query);
  const unfinished = !/\s$/.test(query);
  const { total, stories } = runs.length
    ? await searchStories(db, { runs, unfinished, limit: perPage, offset })
    : await findLatest(ctx, chat?.id, offset);
  const all = await listDistricts(db);
  const results = stories.map((story) => toResult(ctx, all, story));
  await answer(ctx, results, {
    // Language and followed districts are the person's own.
    is_personal: true,
    cache_time: runs.length ? 300 : 60,
    next_offset: offset + perPage < total ? String(offset + perPage) : '',
    ...(!total && {
      button: { text: plain(ctx.locale, 'bot-inline-none'), start_parameter: `d_${pack.id}` },
    }),
  });
});

async function answer(ctx: BotContext, ...args: Parameters<typeof ctx.answerInlineQuery>): Promise<void> {
  try {
    await ctx.answerInlineQuery(...args);
  } catch (error) {
    // The person has typed on since.
    if (!(error instanceof GrammyError) || !error.description.includes('query is too old')) throw error;
  }
}

async function findLatest(
  { deps: { db, pack }, now }: BotContext,
  chatId: number | undefined,
  offset: number,
): Promise<{ total: number; stories: Found[] }> {
  const followed = chatId === undefined ? [] : await listOpenSubscriptions(db, chatId);
  const ids = followed.map(({ district_id }) => district_id);
  const latest = await listLatest(db, {
    districtIds: ids.includes(pack.id) ? [] : ids,
    since: new Date(now.getTime() - latestDays * day),
    excluded: [],
    limit: mostFound,
  });
  const page = latest.slice(offset, offset + perPage);
  const stories = await listStories(
    db,
    page.map(({ story_id }) => story_id),
  );
  return {
    total: latest.length,
    stories: page.flatMap(({ story_id, district_ids }) => {
      const story = stories.get(story_id);
      return story ? [{ ...story, story_id, district_ids: [...new Set(district_ids)] }] : [];
    }),
  };
}

/** A story as a digest shows it, with the way to get more of the kind. */
function toResult(ctx: BotContext, all: readonly District[], story: Found): InlineQueryResultArticle {
  const title = excerpt(story.title.toWellFormed(), longest.title);
  const about = whereAndWhen(ctx, all, story);
  const lead = esc(excerpt(story.summary.toWellFormed(), longest.lead));
  const marked =
    story.summary_kind === 'extract' ? html(ctx.locale, 'digest-extract', { lead: new Html(lead) }) : lead;
  const districts = story.district_ids.flatMap((id) => findOpen(all, id) ?? []);
  const district = districts.find(({ whole_region }) => !whole_region);
  return {
    type: 'article',
    id: String(story.story_id),
    title,
    description: excerpt(`${about}\n${story.summary.toWellFormed()}`, longest.description),
    input_message_content: {
      message_text: [
        linkTo(story.url, `<b>${esc(title)}</b>`),
        lead && `<blockquote expandable>${marked}</blockquote>`,
        esc(about),
      ]
        .filter(Boolean)
        .join('\n'),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    },
    reply_markup: {
      inline_keyboard: [
        [
          {
            text: district
              ? plain(ctx.locale, 'bot-inline-get', { district: nameOf(district, ctx.locale) })
              : plain(ctx.locale, 'bot-inline-get-region'),
            url: startLink(ctx.me.username, `d_${district?.id ?? ctx.deps.pack.id}`),
          },
        ],
      ],
    },
  };
}
