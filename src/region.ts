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

function readPack(dir: string): { pack: RegionPack | undefined; problems: RegionProblem[] } {
  const problems: RegionProblem[] = [];
  const trees = new Map<PackFile, { tree: Node | undefined; source: string }>();
  const report: Report = (file, path, problem) => {
    const { tree, source = '' } = trees.get(file) ?? {};
    const at = path.length ? `${path.join('.')}: ` : '';
    problems.push({
      file: join(dir, file),
      line: lineOf(source, nearest(tree, path)),
      problem: at + problem,
    });
  };
  const read = <F extends PackFile>(file: F): z.output<(typeof packFiles)[F]> | undefined => {
    const parsed = parseFile(dir, file, problems);
    if (!parsed) return undefined;
    trees.set(file, parsed);
    const result = packFiles[file].safeParse(getNodeValue(parsed.tree));
    if (result.success) return result.data as z.output<(typeof packFiles)[F]>;
    for (const issue of result.error.issues) report(file, issue.path as Path, issue.message);
    return undefined;
  };
  const region = read('region.json');
  const districts = read('districts.json');
  const places = read('places.json');
  const sources = read('sources.json');
  if (!region || !districts || !places || !sources) return { pack: undefined, problems };
  const { $schema: _, ...rest } = region;
  const pack = { ...rest, districts, places, sources };
  checkTogether(pack, report);
  return { pack, problems };
}

/** A file's syntax tree; problems are recorded for a file that cannot be read or is no JSON. */
function parseFile(dir: string, name: PackFile, problems: RegionProblem[]) {
  const file = join(dir, name);
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    problems.push({ file, line: 1, problem: `cannot be read (${(error as NodeJS.ErrnoException).code})` });
    return undefined;
  }
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, { disallowComments: true });
  for (const { error, offset } of errors)
    problems.push({
      file,
      line: lineOf(source, offset),
      problem: `is not valid JSON (${printParseErrorCode(error)})`,
    });
  return errors.length || !tree ? undefined : { tree, source };
}

/** Where a path is in the file, or the nearest part of it that is there: a missing key points at its entry. */
function nearest(tree: Node | undefined, path: Path): number {
  for (let length = path.length; tree && length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node.offset;
  }
  return tree?.offset ?? 0;
}

const lineOf = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;
