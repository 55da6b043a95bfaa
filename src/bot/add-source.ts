import { Composer, GrammyError, InlineKeyboard } from 'grammy';
import { SourceError, UserError } from '../errors.js';
import { canonicalAddress } from '../ingest/address.js';
import type { Candidate } from '../ingest/candidate.js';
import { discoverSources, readAddress } from '../ingest/discover.js';
import { tidy } from '../ingest/lead.js';
import { listSourceAddresses, recordSources } from '../store/admin-sources.js';
import { recordAct } from '../store/audit.js';
import type { DraftCandidate } from '../store/schema.js';
import {
  endSourceDraft,
  findSourceDraft,
  recordSourceDraft,
  type SourceDraft,
  saveSourceDraft,
} from '../store/source-drafts.js';
import { html, nameIn, plain } from '../texts.js';
import { requires, type StaffContext } from './access.js';
import type { BotContext } from './context.js';
import { answeredQuestion, ask } from './question.js';
import { shorten } from './samples.js';
import { show } from './show.js';
import { type Card, candidateCard, draftCard, mostCandidates } from './source-draft.js';
import { faultOf } from './source-fault.js';

/**
 * A newspaper's sources added by an admin: an address, a look at what it offers, articles as the parser sees them,
 * and only then something is stored. The draft is a row, so a restart between two steps loses nothing.
 */
export const addSource = new Composer<BotContext>();

const allowed = requires('sources', addSource);
const question = 'v1:as:u';
const nameQuestion = 'v1:as:an';
const everyMinutes = 15;
/** A newspaper's name in a line of a digest. */
const newspaperLength = 60;

allowed.callbackQuery('v1:as:a', (ctx) => ask(ctx, 'admin-add-question', question));

allowed.on('message', async (ctx, next) => {
  const [, draftId] = /^v1:as:an:(\d{1,15})$/.exec(answeredQuestion(ctx) ?? '') ?? [];
  if (draftId) {
    const draft = await saveSourceDraft(ctx.deps.db, Number(draftId), { newspaper: readName(ctx) });
    return put(ctx, draftCard(ctx, draft ?? gone()));
  }
  if (answeredQuestion(ctx) !== question) return next();
  await look(ctx, ctx.message.text ?? '');
});

allowed.callbackQuery(/^v1:as:al:(\d{1,15})$/, async (ctx) => put(ctx, draftCard(ctx, await pressed(ctx))));

allowed.callbackQuery(/^v1:as:as:(\d{1,15}):(\d{1,3})$/, async (ctx) =>
  put(ctx, await candidateCard(ctx, await pressed(ctx), Number(ctx.match[2]))),
);

allowed.callbackQuery(/^v1:as:at:(\d{1,15}):(\d{1,3}):([01])$/, async (ctx) => {
  const draft = await pressed(ctx);
  const index = Number(ctx.match[2]);
  const others = draft.chosen.filter((one) => one !== index);
  const chosen = ctx.match[3] === '1' && draft.candidates[index] ? [...others, index] : others;
  const saved = await saveSourceDraft(ctx.deps.db, draft.id, { chosen: chosen.toSorted((a, b) => a - b) });
  await put(ctx, draftCard(ctx, saved ?? gone()));
});

allowed.callbackQuery(/^v1:as:an:(\d{1,15})$/, async (ctx) => {
  const { id } = await pressed(ctx);
  await ask(ctx, 'admin-source-name-question', `${nameQuestion}:${id}`);
});

allowed.callbackQuery(/^v1:as:ax:(\d{1,15})$/, async (ctx) => {
  await endSourceDraft(ctx.deps.db, Number(ctx.match[1]));
  await show(ctx, html(ctx.locale, 'admin-add-cancelled'), toSources(ctx));
});

allowed.callbackQuery(/^v1:as:ay:(\d{1,15})$/, async (ctx) => {
  const { deps, locale, now } = ctx;
  const text = await deps.db.transaction().execute(async (trx) => {
    const { newspaper, chosen, candidates } = (await endSourceDraft(trx, Number(ctx.match[1]))) ?? gone();
    const read = await listSourceAddresses(trx);
    const same = read.find((source) => nameIn(locale, source.newspaper) === newspaper);
    const sources = chosen.map((index) => {
      const { kind, url, section } = candidates[index]!;
      return {
        ...{ kind, url, section, every_minutes: everyMinutes, time_zone: deps.pack.time_zone },
        newspaper: same?.newspaper ?? inEveryLanguage(ctx, newspaper),
      };
    });
    const [first = gone()] = sources;
    const added = await recordSources(trx, idStem(first.url), sources, now);
    if (added.length) {
      await recordAct(trx, { staff_id: ctx.staff.id, action: 'source-added', object: added.join(', ') }, now);
      return html(locale, 'admin-add-done', { newspaper });
    }
    // Another admin was quicker.
    const { id } = (await listSourceAddresses(trx)).find(({ url }) => url === first.url)!;
    return html(locale, 'admin-add-known', { host: new URL(first.url).host, id });
  });
  await show(ctx, text, toSources(ctx));
});

/** Looks at what an address offers, saying how far it is in a message that becomes the answer. */
async function look(ctx: StaffContext, text: string): Promise<void> {
  const addresses = readAddress(text);
  if (!addresses.length) throw new UserError('admin-add-no-address');
  const { host, username, password } = new URL(addresses[0]!);
  if (username || password) throw new UserError('admin-add-password');
  const line = (requests: number) => plain(ctx.locale, 'admin-add-looking', { host, requests });
  const { chat, message_id } = await ctx.reply(line(0));
  const card = await find(ctx, addresses, host, async (requests) => {
    // Telegram lets a message be edited about once a second.
    if (requests % 4 === 0)
      await ctx.api.editMessageText(chat.id, message_id, line(requests)).catch(() => undefined);
  });
  try {
    await ctx.api.editMessageText(chat.id, message_id, card.text, {
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: card.keyboard.inline_keyboard },
    });
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    await put(ctx, card);
  }
}

async function find(
  ctx: StaffContext,
  addresses: readonly string[],
  host: string,
  onRequest: (requests: number) => Promise<void>,
): Promise<Card> {
  const { deps, locale, now } = ctx;
  const refusal = (key: string, args = {}) => ({
    text: html(locale, key, { host, ...args }),
    keyboard: new InlineKeyboard().text(plain(locale, 'admin-add-again'), 'v1:as:a'),
  });
  try {
    const timeZone = deps.pack.time_zone;
    const found = await discoverSources(addresses, { fetcher: deps.fetcher, timeZone, now, onRequest });
    if (!found.candidates.length) return refusal(found.obstacle ? 'admin-add-obstacle' : 'admin-add-nothing');
    const read = await listSourceAddresses(deps.db);
    const ids = new Map(read.map(({ id, url }) => [canonicalAddress(url), id]));
    const candidates = found.candidates
      .filter(({ url }) => !ids.has(canonicalAddress(url)))
      .slice(0, mostCandidates);
    if (!candidates.length)
      return refusal('admin-add-known', { id: ids.get(canonicalAddress(found.candidates[0]!.url))! });
    // Readers know one newspaper by one name.
    const same = read.find(({ url }) => siteOf(url) === siteOf(candidates[0]!.url));
    const newspaper = same ? nameIn(locale, same.newspaper) : shorten(found.newspaper, newspaperLength);
    const draft = await recordSourceDraft(deps.db, { newspaper, candidates: candidates.map(toDraft) }, now);
    return candidates.length > 1 ? draftCard(ctx, draft) : await candidateCard(ctx, draft, 0);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.kind === 'address') return refusal('admin-add-private');
    return refusal('admin-add-unreadable', {
      kind: error.kind,
      error: faultOf(locale, error),
    });
  }
}

function toDraft({ kind, url, section, items, newest_at, samples }: Candidate): DraftCandidate {
  return {
    ...{ kind, url, items },
    section: section ?? null,
    newest_at: newest_at?.toISOString() ?? null,
    samples: samples.map(({ title, summary, link, section, published_at }) => ({
      ...{ title, summary, link },
      section: section ?? null,
      published_at: published_at?.toISOString() ?? null,
    })),
  };
}

/** The name in a reply; throws UserError for one that does not fit a line. */
export function readName(ctx: BotContext): string {
  const name = tidy(ctx.message?.text ?? '');
  if (!name || name.length > newspaperLength)
    throw new UserError('admin-source-name-invalid', { length: newspaperLength });
  return name;
}

/** A newspaper is called the same in every language, as long as nobody says otherwise. */
export const inEveryLanguage = ({ deps: { pack } }: BotContext, name: string): Record<string, string> =>
  Object.fromEntries(pack.languages.map((language) => [language, name]));

/** 'bao-thu.vn' of 'https://www.bao-thu.vn/rss' */
const siteOf = (url: string): string => new URL(url).host.replace(/^(?:www|m|rss|feeds?)\./, '');

/** 'bao-thu-vn' */
const idStem = (url: string): string =>
  siteOf(url)
    .replace(/:\d+$/, '')
    .replace(/[^a-z0-9]+/g, '-');

const put = (ctx: StaffContext, { text, keyboard }: Card) => show(ctx, text, keyboard);

const toSources = ({ locale }: StaffContext) =>
  new InlineKeyboard().text(plain(locale, 'admin-open-sources'), 'v1:as:l');

async function pressed(ctx: StaffContext & { match: string | RegExpMatchArray }): Promise<SourceDraft> {
  return (await findSourceDraft(ctx.deps.db, Number(ctx.match[1]))) ?? gone();
}

function gone(): never {
  throw new UserError('admin-add-gone');
}
