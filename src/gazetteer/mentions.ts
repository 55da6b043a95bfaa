import { type Context, contextAt, isLocated } from './context.js';
import type { Gazetteer, Name } from './gazetteer.js';
import { goesOn, isFullName, isGivenName, isNamedAfter, isNamesake } from './people.js';
import { afterModifiers, capitalRun, fits, isPlural, misspeltAt, namesAt } from './phrase.js';
import { isAbove, type Level, levels, type Unit, unitAfter, unitAt } from './units.js';
import { isJoined, startsSentence, type Text } from './words.js';

/** One place named in a text. */
export interface Mention {
  /** What it may stand for by its spelling; empty for a place the pack does not know. */
  names: readonly Name[];
  /** The words of the name alone, as keys. */
  key: string;
  unit: Unit | undefined;
  /** The larger places it is said to lie in: '(Cao Phong)', ', huyện Kỳ Sơn, Nghệ An'. */
  within: Mention[];
  /** True where `within` came in parentheses, which leaves no doubt. */
  inParentheses: boolean;
  /** True if this is itself the larger place of another mention. */
  isContainer: boolean;
  context: Context | undefined;
  /** Said to be where something is: 'ở Kim Bôi'. */
  isLocated: boolean;
  /** A person who bears the name: 'Nguyễn Cao Phong'. */
  isPerson: boolean;
  /** As found: unit word, name and parentheses. */
  evidence: string;
  /** In words. */
  start: number;
  end: number;
}

interface Piece {
  mentions: Mention[];
  end: number;
}

/** Every place a text names, in its order, and people who bear a place's name; companies are left out. */
export function findMentions(gazetteer: Gazetteer, text: Text): Mention[] {
  const mentions: Mention[] = [];
  for (let position = 0; position < text.words.length; ) {
    const piece = pieceAt(gazetteer, text, position);
    if (piece) mentions.push(...piece.mentions);
    position = piece?.end ?? position + 1;
  }
  for (const mention of mentions) {
    mention.context = contextAt(text, mention.start);
    mention.isLocated = isLocated(text, mention.start);
  }
  return mentions;
}

function pieceAt(gazetteer: Gazetteer, text: Text, position: number): Piece | undefined {
  const unit = unitAt(text, position);
  const found = namesAt(gazetteer, text, position);
  // 'bản Lác' is a name of its own, longer than the unit word 'bản'.
  if (unit && (found?.length ?? 0) <= unit.length) return withUnit(gazetteer, text, position, unit);
  return found && bare(gazetteer, text, position, found.length, found.values);
}

/** 'xã Hang Kia và Pà Cò (Mai Châu)', 'các huyện Kim Bôi, Lạc Sơn': a unit word and one or more names. */
function withUnit(gazetteer: Gazetteer, text: Text, start: number, unit: Unit): Piece | undefined {
  const { words } = text;
  let position = afterModifiers(text, start + unit.length);
  const isList = isPlural(text, start);
  // A dot behind 'TP' belongs to it; behind 'tỉnh' it ends the sentence.
  const isShort = unit.length === 1 && words[start]!.key !== unit.type && words[start]!.key.length <= 2;
  const joins = isShort ? /^[\s.]*["“'‘]?$/ : /^\s*["“'‘]?$/;
  if (!joins.test(words[position]?.gap ?? '-') && !(isList && words[position]?.gap === ': '))
    return { mentions: [], end: start + unit.length };
  const mentions: Mention[] = [];
  // Names still waiting for the larger place that closes their list.
  let open: Mention[] = [];
  let begin: number | undefined = start;
  while (begin !== undefined) {
    const item = itemAt(gazetteer, text, position, unit);
    if (!item) break;
    Object.assign(item, { start: begin, evidence: slice(text, begin, item.end) });
    open.push(item);
    const within = containersAt(gazetteer, text, item, isList);
    if (within) {
      for (const one of open) contain(text, one, within);
      open = [];
    }
    mentions.push(item, ...(within?.mentions ?? []));
    position = within?.end ?? item.end;
    begin = nextItem(gazetteer, text, position, unit, isList);
    position = begin ?? position;
  }
  return { mentions, end: mentions.length ? position : start + unit.length };
}

/** A name without a unit word before it; English puts one behind. */
function bare(
  gazetteer: Gazetteer,
  text: Text,
  start: number,
  length: number,
  names: readonly Name[],
): Piece {
  const { words } = text;
  const end = start + length;
  const suffix = unitAfter(words, end);
  const fitting = suffix ? names.filter((name) => fits(name, suffix)) : [];
  const unit = fitting.length ? suffix : undefined;
  const continues = goesOn(text, end) && !suffix && !unitAt(text, end) && !namesAt(gazetteer, text, end);
  const isBetween = /^\s*[–-]\s*$/.test(words[end]?.gap ?? '') && namesAt(gazetteer, text, end);
  // A commune called by one syllable, or behind 'báo' and 'dinh', needs its unit word; 'đường Trung Minh - Yên Mông'
  // joins two places.
  const needsUnit = (length === 1 || (isNamedAfter(text, start) && !isBetween)) && !unit;
  const isUnlikely = needsUnit && names.every(({ level }) => level === 'commune');
  const isOther = names.some(({ kind }) => kind === 'region') && isNamesake(text, start);
  if (continues || isUnlikely || isOther) return { mentions: [], end };
  const mention = mentionOf(text, unit ? fitting : names, unit, start, unit ? end + 1 : end, end);
  if (isGivenName(text, start)) return { mentions: [{ ...mention, names: [], isPerson: true }], end };
  const within = containersAt(gazetteer, text, mention, false);
  if (!within?.mentions.length && !unit && isShout(text, start, names)) return { mentions: [], end };
  if (within) contain(text, mention, within);
  return { mentions: [mention, ...(within?.mentions ?? [])], end: within?.end ?? mention.end };
}

/** True if capitals alone make a name of words such as 'THÀNH LẬP' and 'HÒA BÌNH'. */
function isShout(text: Text, start: number, names: readonly Name[]): boolean {
  if (!text.shouted || isLocated(text, start)) return false;
  if (names.every(({ level }) => level === 'commune')) return true;
  return names.some(({ kind }) => kind === 'region') && !startsSentence(text.words, start);
}

function itemAt(gazetteer: Gazetteer, text: Text, start: number, unit: Unit): Mention | undefined {
  const found = namesAt(gazetteer, text, start);
  const fitting = found?.values.filter((name) => fits(name, unit)) ?? [];
  if (found && fitting.length) return mentionOf(text, fitting, unit, start, start + found.length);
  const misspelt = unit.level === 'district' ? misspeltAt(gazetteer, text, start) : undefined;
  if (misspelt) return mentionOf(text, misspelt.values, unit, start, start + misspelt.length);
  const run = capitalRun(text.words, start);
  if (!run.length || isFullName(text, run) || run[0]!.allCapitals) return undefined;
  return mentionOf(text, [], unit, start, start + run.length);
}

function mentionOf(
  text: Text,
  names: readonly Name[],
  unit: Unit | undefined,
  start: number,
  end: number,
  nameEnd = end,
): Mention {
  return {
    names,
    unit,
    start,
    end,
    key: text.words
      .slice(start, nameEnd)
      .map(({ key }) => key)
      .join(' '),
    within: [],
    inParentheses: false,
    isContainer: false,
    context: undefined,
    isLocated: false,
    isPerson: false,
    evidence: slice(text, start, end),
  };
}

interface Containers extends Piece {
  inParentheses: boolean;
}

/** The larger places named right behind a place: in parentheses, after a comma, after 'thuộc' or 'của'. */
function containersAt(
  gazetteer: Gazetteer,
  text: Text,
  mention: Mention,
  isList: boolean,
): Containers | undefined {
  const { words } = text;
  const next = words[mention.end];
  if (!next) return undefined;
  if (/^\s*\(["“]?$/.test(next.gap)) return inParentheses(gazetteer, text, mention.end);
  const linked = /^(thuộc|của)$/.test(next.key) && isJoined(next);
  if (!linked && !/^\s*,\s*$/.test(next.gap)) return undefined;
  let position = mention.end + (linked ? 1 : 0);
  if (linked && words[position]?.key === 'địa' && words[position + 1]?.key === 'bàn') position += 2;
  const level = mention.unit?.level ?? lowest(mention.names);
  if (!level || !words[position]) return undefined;
  const unit = unitAt(text, position);
  if (unit) {
    const piece = isAbove(unit.level, level) ? withUnit(gazetteer, text, position, unit) : undefined;
    return piece?.mentions.length ? { ...piece, inParentheses: false } : undefined;
  }
  const found = namesAt(gazetteer, text, position);
  const larger = found?.values.filter((name) => isAbove(name.level ?? 'region', level));
  const isListItem = isList && found?.values.some((name) => name.level === level);
  if (!found || !larger?.length || isListItem) return undefined;
  // Each is read as larger than the one before: 'Đà Bắc, Đà Bắc, …' soon comes to an end.
  return { ...bare(gazetteer, text, position, found.length, larger), inParentheses: false };
}

// Longer ones hold a remark, not the place of a place; in words.
const longestParentheses = 16;

function inParentheses(gazetteer: Gazetteer, text: Text, start: number): Containers | undefined {
  const { words } = text;
  let end = start + 1;
  while (end < words.length && end < start + longestParentheses && !/[()]/.test(words[end]!.gap)) end++;
  if (end < words.length && !words[end]!.gap.startsWith(')')) return undefined;
  const mentions: Mention[] = [];
  for (let position = start; position < end; ) {
    const piece = pieceAt(gazetteer, text, position);
    if (position === start && !piece?.mentions.length) {
      // '(Ninh Sơn, Ninh Thuận)': the first is unknown, the next may say where it is.
      const { length } = capitalRun(words, start);
      if (length < 2 || !words[start + length]?.gap.startsWith(',')) break;
      position += length;
      continue;
    }
    if (piece) mentions.push(...piece.mentions);
    position = piece?.end ?? position + 1;
  }
  if (mentions.length) return { mentions, end, inParentheses: true };
  // A short unknown name alone in parentheses is the district of a commune elsewhere: 'Cao Sơn (Bạch Thông)'.
  const run = capitalRun(words, start);
  if (run.length < 2 || start + run.length !== end || isFullName(text, run)) return undefined;
  const elsewhere = mentionOf(text, [], { level: 'district', type: '', length: 0 }, start, end);
  return { mentions: [elsewhere], end, inParentheses: true };
}

function contain(text: Text, mention: Mention, within: Containers): void {
  const level = mention.unit?.level ?? lowest(mention.names) ?? 'village';
  mention.within = within.mentions.filter((container) => isLarger(container, level));
  mention.inParentheses = within.inParentheses;
  for (const container of mention.within) container.isContainer = true;
  if (within.inParentheses && text.words[mention.end]?.gap.includes('('))
    mention.evidence = `${slice(text, mention.start, within.end)})`;
}

/**
 * True if a place may hold one of that level; of its readings those that may are kept: '(Yên Lập)' behind a commune
 * is the district, not another commune.
 */
function isLarger(container: Mention, level: Level): boolean {
  if (container.unit) return isAbove(container.unit.level, level);
  const larger = container.names.filter((name) => isAbove(name.level ?? 'region', level));
  if (!larger.length) return false;
  const { level: common = 'region', type = '' } = larger[0]!;
  container.names = larger;
  // Some towns and the districts around them share a name: which of them holds it, the smaller place may tell.
  if (larger.every((name) => (name.level ?? 'region') === common && (name.type ?? '') === type))
    container.unit = { level: common, type, length: 0 };
  return true;
}

/** Where the next name of a list begins: ', Pà Cò', ' và Pà Cò', ' - Pà Cò'. */
function nextItem(
  gazetteer: Gazetteer,
  text: Text,
  position: number,
  unit: Unit,
  isList: boolean,
): number | undefined {
  const { words } = text;
  const next = words[position];
  if (!next) return undefined;
  const isAnd = /^(và|and)$/.test(next.key);
  const begin = isAnd ? position + 1 : position;
  const gap = isAnd ? (words[begin]?.gap ?? '') : next.gap;
  if (!(isAnd ? /^\s+$/ : /^\)?\s*[,/–-]\s*$/).test(gap) || !words[begin]?.capital) return undefined;
  if (unitAt(text, begin)) return undefined;
  const known = namesAt(gazetteer, text, begin)?.values.some((name) => name.level === unit.level);
  // In a plain enumeration a name that the pack does not know may stand between others.
  return known || (isList && !isAnd && capitalRun(words, begin).length > 1) ? begin : undefined;
}

function lowest(names: readonly Name[]): Level | undefined {
  return levels.find((level) => names.some((name) => name.level === level));
}

const slice = (text: Text, start: number, end: number) =>
  text.source.slice(text.words[start]!.start, text.words[end - 1]!.end);
