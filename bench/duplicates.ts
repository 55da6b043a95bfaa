import { findStories } from '../src/ingest/duplicates.js';
import { type Labelled, makeNews } from './duplicates/news.js';
import { machine } from './machine.js';

const articles = 20_000;
const windowMs = 3 * 24 * 3_600_000;

/** Finds the stories in made-up news of two months, beside what one would write first: equal titles. */
export function run(): void {
  const news = makeNews(articles);
  console.log(`${news.length} made-up articles, ${machine()}`);
  console.log('                 pairs found   wrong  precision  recall  articles per second of processor');
  report('equal titles', news, byTitle);
  report('findStories', news, (all) => findStories(all, [], 'Asia/Ho_Chi_Minh'));
}

/** The peer: an article tells the story of the last one of three days with the same title, in any case and spacing. */
function byTitle(news: readonly Labelled[]): Map<number, number> {
  const last = new Map<string, { story_id: number; at: number }>();
  const found = new Map<number, number>();
  for (const { id, title, published_at } of news) {
    const key = title.toLowerCase().normalize('NFC').replace(/\s+/g, ' ');
    const before = last.get(key);
    const isSame = before !== undefined && published_at.getTime() - before.at <= windowMs;
    if (isSame) found.set(id, before.story_id);
    last.set(key, { story_id: isSame ? before.story_id : id, at: published_at.getTime() });
  }
  return found;
}

function report(
  name: string,
  news: readonly Labelled[],
  find: (news: readonly Labelled[]) => Map<number, number>,
): void {
  // Of the processor, not of the clock: other programs on the machine do not count.
  const before = process.cpuUsage();
  const found = find(news);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const predicted = pairsBy(news, ({ id }) => String(found.get(id) ?? id));
  const wanted = pairsBy(news, ({ event }) => event);
  const right = pairsBy(news, ({ id, event }) => `${found.get(id) ?? id} ${event}`);
  console.log(
    `${name.padEnd(16)} ${String(right).padStart(11)}  ${String(predicted - right).padStart(6)}  ${(right / predicted).toFixed(4).padStart(9)}  ${(right / wanted).toFixed(4)}  ${Math.round(news.length / seconds)}`,
  );
}

/** How many pairs of articles have the same key. */
function pairsBy(news: readonly Labelled[], keyOf: (article: Labelled) => string): number {
  const counts = new Map<string, number>();
  for (const article of news) counts.set(keyOf(article), (counts.get(keyOf(article)) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
}
