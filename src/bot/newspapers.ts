import { listSourceAddresses } from '../store/admin-sources.js';
import { nameIn, plain } from '../texts.js';
import type { BotDeps } from './context.js';

/** The newspapers that are read, each once, the pack's first and in its order: 'Báo Hòa Bình, Báo Mới'. */
export async function newspaperNames(
  { db, pack }: Pick<BotDeps, 'db' | 'pack'>,
  locale: string,
): Promise<string> {
  const all = [...pack.sources, ...(await listSourceAddresses(db))];
  const names = new Set(all.map(({ newspaper }) => nameIn(locale, newspaper)));
  return [...names].join(', ') || plain(locale, 'bot-local-newspapers');
}
