import { Composer, InlineKeyboard } from 'grammy';
import type { InlineKeyboardButton } from 'grammy/types';
import { renderList } from '../digest/list.js';
import { linkTo } from '../digest/story.js';
import { UserError } from '../errors.js';
import { excerpt } from '../excerpt.js';
import { esc } from '../html.js';
import { findOldest, listOthers, type OtherStories } from '../store/calendar.js';
import { findOutline } from '../store/digests.js';
import { Html, html, plain } from '../texts.js';
import type { BotContext } from './context.js';
import { dayOf, monthOf } from './days.js';
import { areaOf, areaPattern, monthData, type OthersLook, othersData, readShort } from './look.js';
import { addWidth, districtNamesOf, type Looked, namesOfLook, resolveLook } from './lookup.js';
import { addPages, listStoriesOf, perPage } from './pages.js';
import { show } from './show.js';

/** “Các tin khác”: what was published before a story, or before what /news brought, a few stories a page. */
export const others = new Composer<BotContext>();

const longestTitle = 200;
const longestSection = 60;

/** The button for under a story; `articleId` is the story's own id. */
export function othersButton(locale: string, articleId: number): InlineKeyboardButton.CallbackButton {
  const look = { article: articleId, wide: false, sameSection: false, area: 's' };
  return { text: plain(locale, 'digest-older-stories'), callback_data: othersData(look) };
}

// v1:to:<article>:<page>:<wide + 2 × this section>:<area>
others.callbackQuery(
  new RegExp(`^v1:to:([0-9a-z]{1,9}):([0-9a-z]{1,2}):([0-3]):${areaPattern}$`),
  async (ctx) => {
    const [, article, page, flags, area] = ctx.match as string[];
    await showOthers(ctx, {
      article: readShort(article!),
      page: readShort(page!),
      wide: Number(flags) % 2 === 1,
      sameSection: Number(flags) > 1,
      area: area!,
    });
  },
);

// v1:tn:<digest>: under an answer to /news, what is older than it.
others.callbackQuery(/^v1:tn:([0-9a-z]{1,9})$/, async (ctx) => {
  const { db } = ctx.deps;
  const digest = await findOutline(db, readShort(ctx.match[1]!));
  const article = digest?.kind === 'asked' && (await findOldest(db, digest.story_ids));
  if (!article) throw new UserError('bot-old-digest');
  await showOthers(ctx, { article, wide: false, sameSection: false, area: `g${ctx.match[1]}` });
});

async function showOthers(ctx: BotContext, look: OthersLook): Promise<void> {
  const { db, pack } = ctx.deps;
  const page = look.page ?? 0;
  const ofStory = look.area === 's';
  const before = ofStory ? undefined : await resolveLook(ctx, look);
  const found = await listOthers(db, look.article, {
    districtIds: before?.districtIds ?? (look.wide ? [] : 'own'),
    sameSection: look.sameSection,
    offset: page * perPage,
    limit: perPage,
  });
  if (!found) throw new UserError('bot-old-button');
  // It belongs nowhere any more.
  if (ofStory && !look.wide && !found.article.district_ids.length)
    return showOthers(ctx, { ...look, wide: true });
  const pages = Math.max(1, Math.ceil(found.total / perPage));
  if (page >= pages) return showOthers(ctx, { ...look, page: pages - 1 });
  const looked = before ?? (await resolveLook(ctx, look, found.article.district_ids));
  const text = renderList({
    locale: ctx.locale,
    districts: districtNamesOf(looked.all),
    timeZone: pack.time_zone,
    head: headOf(ctx, look, looked, found),
    start: page * perPage + 1,
    stories: await listStoriesOf(db, found.stories),
    shown: { date: true, districts: looked.districtIds.length !== 1 },
  });
  await show(ctx, text, keyboardOf(ctx, { ...look, page }, looked, { ...found, pages }));
}

/** The story itself stands above the list that took its place. */
function headOf(ctx: BotContext, look: OthersLook, looked: Looked, { article, total }: OtherStories): string {
  const { title, url, section, withdrawn } = article;
  const shown = look.area === 's' && !withdrawn;
  return html(ctx.locale, 'bot-others', {
    places: namesOfLook(ctx, looked),
    n: total,
    section: look.sameSection && section ? excerpt(section, longestSection) : 'none',
    story: shown ? 'yes' : 'no',
    title: new Html(linkTo(url, esc(excerpt(title.toWellFormed(), longestTitle)))),
  });
}

function keyboardOf(
  ctx: BotContext,
  look: OthersLook,
  looked: Looked,
  { article, pages }: OtherStories & { pages: number },
): InlineKeyboard {
  const { locale, deps } = ctx;
  const keyboard = new InlineKeyboard();
  addPages(keyboard, look.page ?? 0, pages, (page) => othersData({ ...look, page }));
  if (article.section) {
    const choose = (sameSection: boolean, key: string) =>
      keyboard.text(
        `${sameSection === look.sameSection ? '✓ ' : ''}${plain(locale, key)}`,
        othersData({ ...look, sameSection, page: 0 }),
      );
    choose(true, 'bot-this-section');
    choose(false, 'bot-every-section').row();
  }
  addWidth(ctx, keyboard, looked, (wide) => othersData({ ...look, wide, page: 0 }));
  if (look.area.startsWith('g'))
    keyboard.text(plain(locale, 'bot-button-back'), `v1:p:${readShort(look.area.slice(1))}:0`);
  const area = look.area === 's' ? areaOf(looked.all, article.district_ids) : look.area;
  const month = monthOf(dayOf(article.published_at, deps.pack.time_zone));
  keyboard.text(plain(locale, 'digest-other-day'), monthData(month, { area, wide: look.wide }));
  return keyboard;
}
