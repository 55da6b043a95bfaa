import { InlineKeyboard } from 'grammy';
import type { DraftCandidate } from '../store/schema.js';
import type { SourceDraft } from '../store/source-drafts.js';
import { Html, html, plain } from '../texts.js';
import type { StaffContext } from './access.js';
import { formatWhen, samplesText, shorten } from './samples.js';

/** A message with its buttons. */
export interface Card {
  text: string;
  keyboard: InlineKeyboard;
}

/** So many candidates, each with its address, stay below the 4,096 characters of a message. */
export const mostCandidates = 15;
const addressLength = 120;

/** What was found of a newspaper and what of it is chosen; nothing is read yet. */
export function draftCard({ locale, deps: { pack } }: StaffContext, draft: SourceDraft): Card {
  const { id, newspaper, chosen } = draft;
  const keyboard = new InlineKeyboard();
  const lines = draft.candidates.map((candidate, index) => {
    const { kind, items, newest_at, url } = candidate;
    const name = {
      number: String(index + 1),
      name: nameOf(locale, candidate),
      chosen: chosen.includes(index) ? 'yes' : 'no',
    };
    keyboard.text(plain(locale, 'admin-add-look', name), `v1:as:as:${id}:${index}`).row();
    const newest = formatWhen(newest_at ? new Date(newest_at) : undefined, pack.time_zone);
    const address = shorten(url, addressLength);
    return html(locale, 'admin-add-line', { ...name, kind, items, newest, address });
  });
  if (chosen.length)
    keyboard
      .text(plain(locale, 'admin-add-confirm', { sources: chosen.length }), `v1:as:ay:${id}`)
      .success()
      .row();
  keyboard
    .text(plain(locale, 'admin-source-rename'), `v1:as:an:${id}`)
    .text(plain(locale, 'admin-cancel'), `v1:as:ax:${id}`);
  const list = new Html(lines.join('\n'));
  return { text: html(locale, 'admin-add-card', { newspaper, list }), keyboard };
}

/** One source that was found, with its first articles as the parser sees them. */
export async function candidateCard(ctx: StaffContext, draft: SourceDraft, index: number): Promise<Card> {
  const { locale } = ctx;
  const { id, newspaper, chosen, candidates } = draft;
  const candidate = candidates[index];
  if (!candidate) return draftCard(ctx, draft);
  const isChosen = chosen.includes(index);
  const keyboard = new InlineKeyboard()
    .text(
      plain(locale, isChosen ? 'admin-add-leave' : 'admin-add-take'),
      `v1:as:at:${id}:${index}:${isChosen ? 0 : 1}`,
    )
    .row()
    .text(plain(locale, 'admin-back'), `v1:as:al:${id}`);
  const source = { newspaper: { vi: newspaper }, section: candidate.section, district_id: null };
  const items = candidate.samples.map(({ section, published_at, ...sample }) => ({
    ...sample,
    guid: undefined,
    section: section ?? undefined,
    published_at: published_at ? new Date(published_at) : undefined,
  }));
  const text = html(locale, 'admin-add-samples', {
    newspaper,
    name: nameOf(locale, candidate),
    address: shorten(candidate.url, addressLength),
    samples: await samplesText(ctx, source, items),
  });
  return { text, keyboard };
}

const nameOf = (locale: string, { section, kind }: DraftCandidate): string =>
  section ?? plain(locale, 'admin-add-whole', { kind });
