/** A word as the search knows it: its letters without accents, and the accents as capitals. */
export interface Word {
  /** As `spell` writes it. */
  spelling: string;
  folded: string;
  accents: string;
}

/** Words that follow each other; `quoted`: they must do so in the article too. */
export interface Run {
  words: Word[];
  quoted: boolean;
}

const marks: Record<string, string> = {
  '\u0300': 'F',
  '\u0301': 'S',
  '\u0302': 'A',
  '\u0303': 'X',
  '\u0306': 'B',
  '\u0309': 'R',
  '\u031b': 'W',
  '\u0323': 'J',
  '\u0335': 'D',
};
const markOf = Object.fromEntries(Object.entries(marks).map(([mark, capital]) => [capital, mark]));

/** A text in letters, digits and the capitals of its accents: 'Lũ quét, Đà Bắc' → 'luX queSt, dDaF baBSc'. */
export function spell(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFD')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(/[ĐđÐðƉɖ]/g, 'd\u0335')
    .replace(/[\u0300-\u036f]/g, (mark) => marks[mark] ?? '');
}

/** What a spelling is read as: 'dDaF baBSc' → 'đà bắc'. */
export function unspell(spelling: string): string {
  return spelling
    .replace(/[A-Z]/g, (capital) => markOf[capital] ?? '')
    .replace(/d\u0335/g, 'đ')
    .normalize('NFC');
}

/** The words of a spelling, in runs as quotation marks divide them. */
export function readRuns(spelling: string): Run[] {
  return spelling
    .split('"')
    .map((part, index) => ({ words: readWords(part), quoted: index % 2 === 1 }))
    .filter(({ words }) => words.length > 0);
}

export const readWords = (spelling: string): Word[] =>
  spelling
    .split(/[^a-zA-Z0-9]+/)
    .map(readWord)
    .filter(({ folded }) => folded);

/** The opposite of `readRuns`, with nothing between the words but spaces. */
export function writeRuns(runs: readonly Run[]): string {
  const parts = runs.map(({ words, quoted }) => {
    const spelling = words.map((word) => word.spelling).join(' ');
    return quoted ? `"${spelling}"` : spelling;
  });
  return parts.join(' ');
}

/** With at most 40 letters and 20 accents: of more the database would refuse a word. */
function readWord(spelling: string): Word {
  return {
    spelling,
    folded: spelling.replace(/[A-Z]/g, '').slice(0, 40),
    accents: spelling.replace(/[^A-Z]/g, '').slice(0, 20),
  };
}
