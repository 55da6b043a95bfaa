import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { z } from 'zod';
import { ConfigError } from './errors.js';
import { checkTogether, type Report } from './region-check.js';
import { findDoubtfulEntries, findSharedNames } from './region-names.js';
import { type PackFile, packFiles, type RegionPack } from './region-schema.js';

export type { RegionPack };

export interface RegionProblem {
  /** The file's path, the folder as it was given. */
  file: string;
  /** From 1. */
  line: number;
  problem: string;
}

type Path = (string | number)[];

/** Reads a pack; throws ConfigError with every problem, each as `file:line: problem`. */
export function loadRegion(dir: string): RegionPack {
  const { pack, problems } = readPack(dir);
  if (pack && !problems.length) return pack;
  throw new ConfigError(problems.map(({ file, line, problem }) => `${file}:${line}: ${problem}`));
}

/** Every problem of a pack, file by file; none if it can be used. */
export function checkRegion(dir: string): RegionProblem[] {
  return readPack(dir).problems;
}

/** What a pack may mean and an editor should look at, such as names that two districts share. Stops nothing. */
export function findDoubts(dir: string): RegionProblem[] {
  return readPack(dir).doubts;
}

interface Checked {
  pack: RegionPack | undefined;
  problems: RegionProblem[];
  doubts: RegionProblem[];
}

function readPack(dir: string): Checked {
  const problems: RegionProblem[] = [];
  const doubts: RegionProblem[] = [];
  const trees = new Map<PackFile, { tree: Node | undefined; source: string }>();
  const reportTo =
    (list: RegionProblem[]): Report =>
    (file, path, problem) => {
      const { tree, source = '' } = trees.get(file) ?? {};
      // The line tells which entry of a list it is.
      const at = path.filter((part) => typeof part === 'string').join('.');
      list.push({
        file: join(dir, file),
        line: lineOf(source, nearest(tree, path)),
        problem: at ? `${at}: ${problem}` : problem,
      });
    };
  const report = reportTo(problems);
  const read = <F extends PackFile>(file: F): z.output<(typeof packFiles)[F]> | undefined => {
    const parsed = parseFile(dir, file, problems);
    if (!parsed) return undefined;
    trees.set(file, parsed);
    const result = packFiles[file].safeParse(getNodeValue(parsed.tree), { error: inPlainWords });
    if (result.success) return result.data as z.output<(typeof packFiles)[F]>;
    for (const issue of result.error.issues)
      if (issue.code !== 'unrecognized_keys') report(file, issue.path as Path, issue.message);
      else for (const key of issue.keys) report(file, [...(issue.path as Path), key], issue.message);
    return undefined;
  };
  const region = read('region.json');
  const districts = read('districts.json');
  const places = read('places.json');
  const sources = read('sources.json');
  if (!region || !districts || !places || !sources) return { pack: undefined, problems, doubts };
  const { $schema: _, ...rest } = region;
  const pack = { ...rest, districts, places, sources };
  checkTogether(pack, report);
  const doubt = reportTo(doubts);
  findSharedNames(pack, (index, problem) => doubt('places.json', [index, 'name'], problem));
  findDoubtfulEntries(pack, doubt);
  return { pack, problems, doubts };
}

/** A file's syntax tree; problems are recorded for a file that cannot be read or is no JSON. */
function parseFile(dir: string, name: PackFile, problems: RegionProblem[]) {
  const file = join(dir, name);
  let source: string;
  try {
    // A byte order mark, which some editors write, is left out.
    // Letters come composed: some computers write 'xã' as three characters and an accent.
    source = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)).normalize('NFC');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem =
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is not UTF-8' : `cannot be read (${code})`;
    problems.push({ file, line: 1, problem });
    return undefined;
  }
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, { disallowComments: true });
  if (tree && !errors.length) return { tree, source };
  // What follows the first is mostly its consequence.
  const { error, offset } = errors[0]!;
  const code = printParseErrorCode(error);
  const what = code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const hint = hints[code] ? ` (${hints[code]})` : '';
  problems.push({ file, line: lineOf(source, offset), problem: `is not valid JSON: ${what}${hint}` });
  return undefined;
}

/** What is mostly behind a fault of the syntax. */
const hints: Record<string, string> = {
  ValueExpected: 'is there a comma too many before it?',
  PropertyNameExpected: 'is there a comma too many before it?',
  EndOfFileExpected: 'is one [ ] around all entries?',
  InvalidSymbol: 'are the quotes straight, as in "id"?',
};

/** What is wrong with a value, for people who know JSON and no validator; undefined where the schema says it. */
function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `is not ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `is none of ${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return 'is no key that has a meaning here';
    case 'too_small':
      return issue.origin === 'number' ? `is less than ${issue.minimum}` : 'has too few entries';
    case 'too_big':
      return issue.origin === 'number' ? `is more than ${issue.maximum}` : 'has too many entries';
    default:
      return undefined;
  }
}

const kinds: Record<string, string> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  array: 'a list in [ ]',
  tuple: 'a list in [ ]',
  object: 'an object in { }',
  record: 'an object in { }, one entry per language',
};

/** Where a path is in the file, or the nearest part of it that is there: a missing key points at its entry. */
function nearest(tree: Node | undefined, path: Path): number {
  for (let length = path.length; tree && length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node.offset;
  }
  return tree?.offset ?? 0;
}

const lineOf = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;
