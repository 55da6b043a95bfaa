import { Composer, InlineKeyboard } from 'grammy';
import { renderList } from '../digest/list.js';
import { UserError } from '../errors.js';
import { excerpt } from '../excerpt.js';
import { type DayPage, listPeriod, listSections } from '../store/calendar.js';
import { Html, html, plain } from '../texts.js';
import { formatDate, formatDay } from '../time.js';
import type { BotContext } from './context.js';
import { beginningOf, dayOf, formatShort, isDay, mondayOf, monthOf } from './days.js';
import { areaPattern, monthData, type PeriodLook, periodData, readShort, sectionsData } from './look.js';
import { addWidth, districtNamesOf, type Looked, namesOfLook, resolveLook } from './lookup.js';
import { addPages, listStoriesOf, perPage } from './pages.js';
import { show, type showPayload } from './show.js';

/** The news of a day or a week, a few stories a page. */
export const day = new Composer<BotContext>();

// v1:td:<day>:<page>:<wide>:<article of the section>:<area>; v1:tw: of the week that begins with that day.
const pageData = new RegExp(
  `^v1:t([dw]):([0-9a-z]{1,5}):([0-9a-z]{1,3}):([01]):([0-9a-z]{0,9}):${areaPattern}$`,
);
day.callbackQuery(pageData, async (ctx) => {
  const [, letter, number, page, wide, article, area] = ctx.match as string[];
  await showPeriod(ctx, {
    ...periodOf(letter!, number!),
    page: readShort(page!),
    wide: wide === '1',
    sectionOf: article ? readShort(article) : undefined,
    area: area!,
  });
});

// v1:tcd:<day>:<wide>:<area>, v1:tcw: which section?
day.callbackQuery(new RegExp(`^v1:tc([dw]):([0-9a-z]{1,5}):([01]):${areaPattern}$`), async (ctx) => {
  const [, letter, number, wide, area] = ctx.match as string[];
  await showSections(ctx, { ...periodOf(letter!, number!), wide: wide === '1', area: area! });
});

function periodOf(letter: string, number: string): Pick<PeriodLook, 'kind' | 'day'> {
  const day = readShort(number);
  if (!isDay(day)) throw new UserError('bot-old-button');
  return letter === 'w' ? { kind: 'week', day: mondayOf(day) } : { kind: 'day', day };
}

/** A page of the stories of a day or week; a page behind the last one is the last one. */
export async function showPeriod(ctx: BotContext, look: PeriodLook, put?: typeof showPayload): Promise<void> {
  const { db } = ctx.deps;
  const looked = await resolveLook(ctx, look);
  const page = look.page ?? 0;
  const found = await listPeriod(db, boundsOf(ctx, look, looked), {
    sectionOf: look.sectionOf,
    offset: page * perPage,
    limit: perPage,
  });
  const pages = Math.max(1, Math.ceil(found.total / perPage));
  // Stories were withdrawn since the button was made.
  if (page >= pages) return showPeriod(ctx, { ...look, page: pages - 1 }, put);
  const text = renderList({
    locale: ctx.locale,
    districts: districtNamesOf(looked.all),
    timeZone: ctx.deps.pack.time_zone,
    head: headOf(ctx, look, looked, found),
    start: page * perPage + 1,
    stories: await listStoriesOf(db, found.stories),
    shown: { date: look.kind === 'week', districts: looked.districtIds.length !== 1 },
  });
  await show(ctx, text, keyboardOf(ctx, { ...look, page }, looked, { ...found, pages }), put);
}

function boundsOf(ctx: BotContext, { kind, day }: PeriodLook, { districtIds }: Looked) {
  const { time_zone } = ctx.deps.pack;
  const length = kind === 'week' ? 7 : 1;
  return { districtIds, from: beginningOf(day, time_zone), to: beginningOf(day + length, time_zone) };
}

function headOf(
  ctx: BotContext,
  { kind, day }: PeriodLook,
  looked: Looked,
  { total, section }: DayPage,
): string {
  const { time_zone } = ctx.deps.pack;
  const at = (day: number) => beginningOf(day, time_zone);
  const when =
    kind === 'week'
      ? plain(ctx.locale, 'bot-week', {
          from: formatDate(at(day), time_zone),
          to: formatDate(at(day + 6), time_zone),
        })
      : formatDay(at(day), time_zone, ctx.locale);
  return html(ctx.locale, 'bot-day', {
    when,
    n: total,
    places: namesOfLook(ctx, looked),
    section:
      section === null
        ? ''
        : new Html(
            ` · ${html(ctx.locale, 'bot-day-section', { section: excerpt(section, longestSection) })}`,
          ),
  });
}

function keyboardOf(
  ctx: BotContext,
  look: PeriodLook,
  looked: Looked,
  { before, after, sections, pages, section }: DayPage & { pages: number },
): InlineKeyboard {
  const { locale, deps } = ctx;
  const keyboard = new InlineKeyboard();
  addPages(keyboard, look.page ?? 0, pages, (page) => periodData({ ...look, page }));
  const turn = (at: Date | null, label: (day: string) => string) => {
    if (!at) return;
    const found = dayOf(at, deps.pack.time_zone);
    const day = look.kind === 'week' ? mondayOf(found) : found;
    const end = look.kind === 'week' ? `–${formatShort(day + 6, look.day)}` : '';
    keyboard.text(label(formatShort(day, look.day) + end), periodData({ ...look, day, page: 0 }));
  };
  turn(before, (day) => `‹ ${day}`);
  keyboard.text(plain(locale, 'digest-other-day'), monthData(monthOf(look.day), look));
  turn(after, (day) => `${day} ›`);
  keyboard.row();
  addWidth(ctx, keyboard, looked, (wide) => periodData({ ...look, wide, page: 0 }));
  const every = plain(locale, 'bot-every-section');
  const all = periodData({ ...look, sectionOf: undefined, page: 0 });
  if (section !== null)
    keyboard.text(`✓ ${excerpt(section, longestLabel)}`, periodData({ ...look, page: 0 })).text(every, all);
  else if (sections > 1)
    keyboard.text(`✓ ${every}`, all).text(plain(locale, 'bot-one-section'), sectionsData(look));
  return keyboard;
}

const longestLabel = 24;
const longestSection = 60;
const mostSections = 20;

async function showSections(ctx: BotContext, look: PeriodLook): Promise<void> {
  const looked = await resolveLook(ctx, look);
  const sections = await listSections(ctx.deps.db, boundsOf(ctx, look, looked), mostSections);
  const keyboard = new InlineKeyboard();
  sections.forEach(({ section, article_id, stories }, index) => {
    const label = `${excerpt(section, longestLabel)} (${stories})`;
    keyboard.text(label, periodData({ ...look, sectionOf: article_id }));
    if (index % 2) keyboard.row();
  });
  keyboard.row().text(plain(ctx.locale, 'bot-button-back'), periodData(look));
  await show(ctx, html(ctx.locale, 'bot-which-section'), keyboard);
}
