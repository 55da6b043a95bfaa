import type { Reading } from './reading.js';

/** Newspapers end a page with headlines of other stories, which would lend it their places. */
export function withoutOtherNews(body: string): string {
  return body.split(
    /^\s*(?:Các tin khác|Tin khác|Tin liên quan|Tin cùng chuyên mục|Bài liên quan|Đọc thêm|Xem thêm|Other news|Related news)\s*:?\s*$/im,
  )[0]!;
}

/**
 * What a long text is about, where only its body tells: the districts named most, and first. Somebody's home, school
 * or journey is named once and in passing.
 */
export function mainOfBody(ours: readonly Reading[]): Reading[] {
  if (ours.every(({ part }) => part !== 'body')) return [...ours];
  const weights = new Map<string, number>();
  ours.forEach((reading, index) => {
    const weight = weightOf(reading) + (index === 0 ? 1 : 0);
    for (const id of districtsOf(reading)) weights.set(id, (weights.get(id) ?? 0) + weight);
  });
  const most = Math.max(...weights.values());
  return ours.filter((reading) => districtsOf(reading).some((id) => weights.get(id)! * 2 >= most));
}

const districtsOf = ({ sense }: Reading) => [...new Set(sense.readings.flat())];

function weightOf({ mention }: Reading): number {
  if (mention.context) return 0.5;
  // A comma may only separate two places, parentheses hold the larger one.
  return (mention.unit ? 2 : 1) + (mention.inParentheses ? 1 : 0);
}
