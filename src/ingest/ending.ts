const ended = /^(.*\S) [-–|] ([^-–|]{2,60})$/u;

// A few headlines may end alike by chance, with the place of the day.
const fewest = 5;

/** What a site appends to its headlines, its own name: what most of them end with, or the title of the feed. */
export function findEndings(titles: readonly string[], feedTitle?: string): Set<string> {
  const counts = new Map<string, number>();
  for (const title of titles) {
    const ending = ended.exec(title)?.[2];
    if (ending) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const isOwn = ([ending, count]: [string, number]) =>
    ending === feedTitle || (count >= fewest && count > titles.length / 2);
  return new Set([...counts].filter(isOwn).map(([ending]) => ending));
}

/** 'Chợ phiên họp lại - Báo X' → 'Chợ phiên họp lại' */
export function withoutEnding(title: string, endings: ReadonlySet<string>): string {
  const [, headline, ending] = ended.exec(title) ?? [];
  return headline && endings.has(ending!) ? headline : title;
}
