import { createHash } from 'node:crypto';
import { Composer, InlineKeyboard } from 'grammy';
import { sectionKey } from '../digest/words.js';
import { UserError } from '../errors.js';
import { excerpt } from '../excerpt.js';
import { newestEdition } from '../store/editions.js';
import { type Filters, getFilters, listSections, setFilters } from '../store/filters.js';
import { html, plain } from '../texts.js';
import { day } from '../time.js';
import type { BotContext } from './context.js';
import { forFollowing } from './districts.js';
import type { Following } from './following.js';
import { show } from './show.js';

/** Which sections of the newspapers a reader gets; an official's review is complete. */
export const sections = new Composer<BotContext>();

const mostSections = 20;
const seenDays = 30;
const longestLabel = 28;

// v1:kc
sections.callbackQuery(
  'v1:kc',
  forFollowing(async (ctx, following) => showSections(ctx, await readSections(ctx, following))),
);

// v1:kc:<section>:<1 or 0>: a section is wanted, or not.
sections.callbackQuery(
  /^v1:kc:([\w-]{12}):([01])$/,
  forFollowing(async (ctx, following) => {
    const { names } = await readSections(ctx, following);
    const name = names.find((candidate) => shortOf(sectionKey(candidate)) === ctx.match[1]);
    if (name === undefined) throw new UserError('bot-old-button');
    const change = (filters: Filters) => {
      const others = filters.muted_sections.filter((muted) => sectionKey(muted) !== sectionKey(name));
      return { ...filters, muted_sections: ctx.match[2] === '1' ? others : [...others, name] };
    };
    const { db } = ctx.deps;
    const at = { edition: await newestEdition(db), now: ctx.now };
    // Stopped by another press of the same moment.
    if (!(await setFilters(db, following.chat.id, change, at))) throw new UserError('bot-nothing-to-stop');
    await showSections(ctx, await readSections(ctx, following));
  }),
);

/** Names a word or a section in a button, which has no room for it: no other one answers to it. */
export const shortOf = (key: string): string =>
  createHash('sha256').update(key).digest('base64url').slice(0, 12);

interface Sections {
  /** As the newspapers name them, in the order of the alphabet. */
  names: string[];
  muted: Set<string>;
}

/** The busiest sections of the last month, and those that are muted, whatever has come of them. */
async function readSections(ctx: BotContext, { chat }: Following): Promise<Sections> {
  if (chat.style === 'official') throw new UserError('bot-sections-official');
  const { muted_sections } = await getFilters(ctx.deps.db, chat.id);
  const seen = await listSections(ctx.deps.db, new Date(ctx.now.getTime() - seenDays * day));
  const byKey = new Map<string, string>();
  for (const name of seen) {
    const key = sectionKey(name);
    if (key && byKey.size < mostSections && !byKey.has(key)) byKey.set(key, name);
  }
  for (const name of muted_sections) byKey.set(sectionKey(name), name);
  const collator = new Intl.Collator(ctx.locale);
  return {
    names: [...byKey.values()].toSorted(collator.compare),
    muted: new Set(muted_sections.map(sectionKey)),
  };
}

async function showSections(ctx: BotContext, { names, muted }: Sections): Promise<void> {
  const keyboard = new InlineKeyboard();
  names.forEach((name, index) => {
    const off = muted.has(sectionKey(name));
    const label = excerpt(name.toWellFormed(), longestLabel);
    keyboard.text(off ? label : `✓ ${label}`, `v1:kc:${shortOf(sectionKey(name))}:${off ? 1 : 0}`);
    if (index % 2) keyboard.row();
  });
  keyboard.row().text(plain(ctx.locale, 'bot-button-back'), 'v1:s');
  await show(ctx, html(ctx.locale, names.length ? 'bot-sections' : 'bot-sections-none'), keyboard);
}
