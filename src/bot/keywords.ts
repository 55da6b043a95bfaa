import { Composer, InlineKeyboard } from 'grammy';
import { keyOf, readWords } from '../digest/words.js';
import { UserError } from '../errors.js';
import { closeEdition } from '../store/editions.js';
import { type Filters, getFilters, setFilters } from '../store/filters.js';
import { Html, html, plain } from '../texts.js';
import type { BotContext } from './context.js';
import { forFollowing } from './districts.js';
import type { Following } from './following.js';
import { answeredQuestion, ask } from './question.js';
import { shortOf } from './sections.js';
import { show } from './show.js';

/** The words a reader wants to hear of from anywhere in the region, and those they do not want to read. */
export const keywords = new Composer<BotContext>();

const mostWords = 20;

type List = 'watch_words' | 'muted_words';
/** As the buttons name them. */
const lists: Record<string, List> = { w: 'watch_words', m: 'muted_words' };

// v1:kw
keywords.callbackQuery('v1:kw', forFollowing(showWords));

// v1:ka:<list>: ask for words. A review is complete, and in a channel nobody can answer.
keywords.callbackQuery(
  /^v1:ka:([wm])$/,
  forFollowing(async (ctx, { chat }) => {
    if (!mayAdd(ctx, chat, lists[ctx.match[1]!]!)) throw new UserError('bot-old-button');
    await ask(
      ctx,
      ctx.match[1] === 'w' ? 'bot-words-question-watch' : 'bot-words-question-mute',
      ctx.match[0],
    );
  }),
);

keywords.on('message:text', async (ctx, next) => {
  const [, letter] = /^v1:ka:([wm])$/.exec(answeredQuestion(ctx) ?? '') ?? [];
  if (!letter) return next();
  const typed = readWords(ctx.message.text);
  const add = forFollowing<BotContext>(async (_, following) => {
    if (!mayAdd(ctx, following.chat, lists[letter]!)) throw new UserError('bot-old-button');
    if (!typed.length) throw new UserError('bot-words-invalid');
    await change(ctx, following, (filters) => added(filters, lists[letter]!, typed));
    await showWords(ctx, following, html(ctx.locale, 'bot-words-added', { words: typed.join(', ') }));
  });
  await add(ctx);
});

// v1:kr:<list>:<word>: take a word off; one that is gone is told as such.
keywords.callbackQuery(
  /^v1:kr:([wm]):([\w-]{12})$/,
  forFollowing(async (ctx, following) => {
    const list = lists[ctx.match[1]!]!;
    const isMeant = (word: string) => shortOf(keyOf(word)) === ctx.match[2];
    const before = await getFilters(ctx.deps.db, following.chat.id);
    if (!before[list].some(isMeant)) throw new UserError('bot-old-button');
    await change(ctx, following, (filters) => ({
      ...filters,
      [list]: filters[list].filter((word) => !isMeant(word)),
    }));
    await showWords(ctx, following);
  }),
);

/** A word stands in one list: the one it was put into last. */
function added(filters: Filters, list: List, typed: readonly string[]): Filters {
  const keys = typed.map(keyOf);
  const known = filters[list].map(keyOf);
  const others = (words: readonly string[]) => words.filter((word) => !keys.includes(keyOf(word)));
  const after = {
    ...filters,
    watch_words: list === 'watch_words' ? filters.watch_words : others(filters.watch_words),
    muted_words: list === 'muted_words' ? filters.muted_words : others(filters.muted_words),
  };
  after[list] = [...after[list], ...typed.filter((word) => !known.includes(keyOf(word)))];
  if (after.watch_words.length + after.muted_words.length > mostWords)
    throw new UserError('bot-words-full', { n: mostWords });
  return after;
}

async function change(
  ctx: BotContext,
  { chat }: Following,
  filter: (filters: Filters) => Filters,
): Promise<void> {
  const { db } = ctx.deps;
  // What a new watch word brings begins with what comes after this moment.
  const edition = await closeEdition(db, ctx.now);
  const changed = await setFilters(db, chat.id, filter, { edition, now: ctx.now });
  // Stopped by another press of the same moment.
  if (!changed) throw new UserError('bot-nothing-to-stop');
}

const mayAdd = (ctx: BotContext, chat: Following['chat'], list: List): boolean =>
  ctx.chat?.type !== 'channel' && (list === 'watch_words' || chat.style === 'citizen');

async function showWords(ctx: BotContext, { chat }: Following, intro?: string): Promise<void> {
  const filters = await getFilters(ctx.deps.db, chat.id);
  const words = (['w', 'm'] as const).flatMap((letter) =>
    filters[lists[letter]!].map((word) => ({ letter, word })),
  );
  const keyboard = new InlineKeyboard();
  const lines = words.map(({ letter, word }, index) => {
    keyboard
      .text(plain(ctx.locale, 'bot-button-word-remove', { word }), `v1:kr:${letter}:${shortOf(keyOf(word))}`)
      .row();
    return html(ctx.locale, letter === 'w' ? 'bot-words-watched' : 'bot-words-muted', {
      number: String(index + 1),
      word,
    });
  });
  if (words.length < mostWords) {
    if (mayAdd(ctx, chat, 'watch_words'))
      keyboard.text(plain(ctx.locale, 'bot-button-word-watch'), 'v1:ka:w');
    if (mayAdd(ctx, chat, 'muted_words')) keyboard.text(plain(ctx.locale, 'bot-button-word-mute'), 'v1:ka:m');
  }
  keyboard.row().text(plain(ctx.locale, 'bot-button-back'), 'v1:s');
  const text = html(ctx.locale, 'bot-words', {
    style: chat.style,
    n: words.length,
    list: new Html(lines.join('\n')),
  });
  await show(ctx, intro ? `${intro}\n\n${text}` : text, keyboard);
}
