import type { Kysely } from 'kysely';
import type { Run, Word } from '../spelling.js';
import type { Database } from '../store/database.js';
import { listWords } from '../store/search.js';

/**
 * What a person may have meant whose words were not found: each word that recent articles do not have is replaced by
 * the commonest one of theirs that a slip of the finger away. Undefined where no word can be put right.
 */
export async function correct(db: Kysely<Database>, runs: readonly Run[]): Promise<Run[] | undefined> {
  const known = await listWords(db);
  const counts = new Map(known.map(({ folded, n }) => [folded, n]));
  let changed = false;
  const corrected = runs.map(({ words, quoted }) => ({
    quoted,
    words: words.map((word): Word => {
      const near = counts.has(word.folded) ? undefined : nearest(word.folded, known);
      if (!near) return word;
      changed = true;
      return { spelling: near, folded: near, accents: '' };
    }),
  }));
  return changed ? corrected : undefined;
}

function nearest(typed: string, known: readonly { folded: string; n: number }[]): string | undefined {
  // Of two letters every other word is one slip away; a number is never meant as another one.
  if (typed.length < 3 || /\d/.test(typed)) return undefined;
  return known.find(({ folded }) => isOneSlip(typed, folded))?.folded;
}

/** Whether one letter too many, too few, wrong, or two in the wrong order make `typed` of `meant`. */
function isOneSlip(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start++;
  const [a, b] = [typed.slice(start), meant.slice(start)];
  return (
    a.slice(1) === b ||
    a === b.slice(1) ||
    a.slice(1) === b.slice(1) ||
    (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
  );
}
