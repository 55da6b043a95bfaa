import { splitSentences } from '../sentences.js';

const mostSentences = 2;
// What follows in a long article repeats and details.
const readSentences = 60;
const shortest = 40;
const longest = 400;

/**
 * The sentences that carry most of an article whose publisher gives no lead, verbatim and in the order of the text.
 * A sentence counts as much as its pairs of neighbouring words (Vietnamese words mostly are such pairs) recur: in
 * the title, which counts threefold, and in how many of the article's other sentences, on average over its pairs;
 * the first sentences are worth up to half as much again, because news begins with what matters.
 */
export function extractSummary(title: string, paragraphs: readonly string[]): string {
  const sentences = paragraphs.flatMap(splitSentences).slice(0, readSentences);
  const pairs = sentences.map(pairsOf);
  const inTitle = pairsOf(title);
  const frequency = new Map<string, number>();
  for (const set of pairs) for (const pair of set) frequency.set(pair, (frequency.get(pair) ?? 0) + 1);
  const weights = pairs.map((set, index) => {
    let sum = 0;
    for (const pair of set) sum += frequency.get(pair)! - 1 + (inTitle.has(pair) ? 3 : 0);
    return (sum / Math.max(set.size, 1)) * (1 + 0.5 / (index + 1));
  });
  return sentences
    .map((sentence, index) => ({ sentence, index, weight: weights[index]! }))
    .filter(({ sentence }) => isStatement(sentence))
    .sort((a, b) => b.weight - a.weight || a.index - b.index)
    .slice(0, mostSentences)
    .sort((a, b) => a.index - b.index)
    .map(({ sentence }) => sentence)
    .join(' ');
}

// "Therefore", "however", "among them": the sentence leans on the one before.
const leaning =
  /^(?:chính vì|vì (?:vậy|thế)|(?:do|bởi) (?:đó|vậy)|từ đó|tuy nhiên|nhưng|song|ngoài ra|bên cạnh đó|trong đó|đồng thời|qua đó|theo đó|nhờ đó|không những|cũng|however|but|therefore|moreover|also|among them)(?!\p{L})/iu;

/** Whole, and neither a heading, a caption, a question nor somebody's words: it means something by itself. */
function isStatement(sentence: string): boolean {
  return (
    sentence.length >= shortest &&
    sentence.length <= longest &&
    /[^?]\.[)”"]?$/.test(sentence) &&
    !/^[-–“"]/.test(sentence) &&
    !leaning.test(sentence)
  );
}

/** The pairs of neighbouring words of a text, in small letters. */
export function pairsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.slice(1).map((word, index) => `${words[index]} ${word}`));
}
