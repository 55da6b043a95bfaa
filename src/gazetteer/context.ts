import { isIn, isJoined, type Text, type Word, wordSet } from './words.js';

/** Why a place may be named without the news being about it. */
export type Context = 'residence' | 'neighbour';

const contexts: [Context, string[]][] = [
  ['residence', ['trú', 'ngụ', 'quê', 'thường trú', 'tạm trú']],
  ['neighbour', ['giáp', 'giáp ranh', 'tiếp giáp']],
];
const contextOf = new Map(
  contexts.flatMap(([context, phrases]) =>
    phrases.map((phrase): [string, Context] => [phrase.split(' ').at(-1)!, context]),
  ),
);
contextOf.set('ranh', 'neighbour');

// 'trú tại thôn A, xã B, huyện C' is six to ten words long.
const reach = 12;

const prepositions = wordSet('ở tại về từ đến lên xuống in at from to near');

/** True behind a word that says where: 'ở Kim Bôi', 'in Kim Boi'. */
export function isLocated(text: Text, start: number): boolean {
  return isJoined(text.words[start]) && isIn(prepositions, text, text.words[start - 1]);
}

/** Looks back from a name, inside its sentence, for words such as 'trú tại' and 'phía Bắc giáp'. */
export function contextAt(words: readonly Word[], start: number): Context | undefined {
  for (let position = start - 1; position >= Math.max(0, start - reach); position--) {
    if (/[.;!?)]/.test(words[position + 1]!.gap)) return undefined;
    const word = words[position]!;
    const context = word.capital ? undefined : contextOf.get(word.key);
    // 'quê hương' praises a place, it does not say where a suspect lives.
    if (context && !(word.key === 'quê' && words[position + 1]?.key === 'hương')) return context;
  }
  return undefined;
}
