import { Composer, InlineKeyboard } from 'grammy';
import { UserError } from '../errors.js';
import { type Run, unspell, writeRuns } from '../spelling.js';
import { mostFound, searchStories } from '../store/search.js';
import { html, plain } from '../texts.js';
import { commands } from './commands.js';
import type { BotContext } from './context.js';
import { correct } from './correct.js';
import { addPages, perPage } from './pages.js';
import { decodeQuery, encodeQuery, readQuery, withoutAsking } from './query.js';
import { answeredQuestion, ask } from './question.js';
import { resultLines } from './results.js';
import { refuseInChannel, sendPayload, show, type showPayload } from './show.js';

/**
 * /search: everything stored, five stories a page. The words travel in the buttons; they are neither kept nor logged.
 */
export const search = new Composer<BotContext>();

const question = 'v1:q';

search.command(commands.search, async (ctx) => {
  if (ctx.match.trim()) await answerWords(ctx, ctx.match);
  // Nobody can reply in a channel.
  else if (ctx.chat.type === 'channel') await show(ctx, html(ctx.locale, 'bot-search-how'));
  else await ask(ctx, 'bot-search-question', question);
});

search.on('message:text').filter(
  (ctx) => answeredQuestion(ctx) === question,
  (ctx) => answerWords(ctx, ctx.message.text),
);

// v1:q: ask for other words. The results stay.
search.callbackQuery(question, (ctx) => {
  refuseInChannel(ctx);
  return ask(ctx, 'bot-search-question', question);
});

// v1:q:<page>:<words>: turn to a page.
search.callbackQuery(/^v1:q:(\d{1,2}):([a-zA-Z0-9" ]{1,56})$/, async (ctx) => {
  const runs = decodeQuery(ctx.match[2]!);
  if (!runs.length) throw new UserError('bot-old-button');
  if (!(await showPage(ctx, runs, Number(ctx.match[1])))) await showNone(ctx, runs);
});

/** Answers a typed text with the stories that have its words; false, and nothing said, where there are none. */
export async function answerSearch(ctx: BotContext, text: string): Promise<boolean> {
  const runs = readQuery(text);
  return runs.length > 0 && showFound(ctx, runs, withoutAsking(runs), { put: sendPayload });
}

async function answerWords(ctx: BotContext, text: string): Promise<void> {
  const runs = readQuery(text);
  if (!runs.length) return show(ctx, html(ctx.locale, 'bot-search-no-words'), keyboardFor(ctx, runs, 0, 0));
  const asked = withoutAsking(runs);
  if (await showFound(ctx, runs, asked)) return;
  const corrected = await correct(ctx.deps.db, asked ?? runs);
  if (!corrected || !(await showInstead(ctx, runs, corrected))) await showNone(ctx, runs);
}

/** What has all the words, else what has those that are `asked` about; false, and nothing shown, where nothing has. */
async function showFound(
  ctx: BotContext,
  runs: Run[],
  asked: Run[] | undefined,
  how: { put?: typeof showPayload } = {},
): Promise<boolean> {
  if (await showPage(ctx, runs, 0, how)) return true;
  return asked !== undefined && showInstead(ctx, runs, asked, how);
}

/** What has the words that were probably meant, and says so. */
async function showInstead(
  ctx: BotContext,
  typed: Run[],
  meant: Run[],
  how: { put?: typeof showPayload } = {},
): Promise<boolean> {
  const intro = html(ctx.locale, 'bot-search-corrected', { typed: readable(typed), text: readable(meant) });
  return showPage(ctx, meant, 0, { ...how, intro });
}

async function showNone(ctx: BotContext, runs: Run[]): Promise<void> {
  await show(
    ctx,
    html(ctx.locale, 'bot-search-none', { text: readable(runs) }),
    keyboardFor(ctx, runs, 0, 0),
  );
}

/** Page `page` (from 0), or the first where it is gone; false, and nothing shown, where nothing is found. */
async function showPage(
  ctx: BotContext,
  runs: Run[],
  page: number,
  { intro, put }: { intro?: string; put?: typeof showPayload } = {},
): Promise<boolean> {
  const { db } = ctx.deps;
  const { total, stories } = await searchStories(db, {
    runs,
    unfinished: false,
    limit: perPage,
    offset: page * perPage,
  });
  // Some were withdrawn since the button was made.
  if (!stories.length) return page > 0 && showPage(ctx, runs, 0, { ...(put && { put }) });
  const title = html(ctx.locale, 'bot-search-found', {
    text: readable(runs),
    n: total,
    many: total < mostFound ? 'no' : 'yes',
  });
  const lines = await resultLines(ctx, runs, stories, page * perPage + 1);
  const pages = Math.ceil(total / perPage);
  await show(ctx, [intro ?? title, ...lines].join('\n\n'), keyboardFor(ctx, runs, page, pages), put);
  return true;
}

function keyboardFor({ locale }: BotContext, runs: Run[], page: number, pages: number): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  addPages(keyboard, page, pages, (to) => `v1:q:${to}:${encodeQuery(runs)}`);
  return keyboard.text(plain(locale, 'bot-search-again'), question);
}

/** The words as they were understood, to stand in quotation marks: 'lũ quét ‘đà bắc’'. */
const readable = (runs: readonly Run[]) => unspell(writeRuns(runs)).replace(/"([^"]*)"/g, '‘$1’');
