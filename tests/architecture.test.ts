import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

// From the top down: a file imports its own folder or a lower floor, never sideways or up. The files of src/ itself
// are leaves, but for those named here.
const floors: string[][] = [
  ['main.ts'],
  ['commands'],
  ['demo'],
  ['processes'],
  ['bot'],
  ['ingest', 'digest', 'delivery'],
  ['gazetteer'],
  ['config.ts', 'store'],
];

const files = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, withoutComments(readFileSync(join('src', name), 'utf8'))]),
);

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** The part of the house a file belongs to: its folder, its own name where a floor names it, else the leaves. */
function partOf(file: string): string {
  const folder = file.split('/')[0]!;
  return floors.flat().includes(folder) ? folder : 'leaves';
}

function floorOf(part: string): number {
  const floor = floors.findIndex((parts) => parts.includes(part));
  return floor < 0 ? floors.length : floor;
}

/** What a file of src/ imports of src/, as paths in src/. */
function importsOf(file: string): string[] {
  return [...files.get(file)!.matchAll(/(?:from|import\() ?'(\.[^']+)\.js'/g)]
    .map(([, path]) => normalize(join(dirname(file), `${path}.ts`)))
    .filter((path) => files.has(path));
}

const matching = (pattern: RegExp) =>
  [...files].filter(([, text]) => pattern.test(text)).map(([file]) => file);
const outside = (found: string[], ...doors: (string | RegExp)[]) =>
  found.filter((file) => !doors.some((door) => (typeof door === 'string' ? file === door : door.test(file))));

test('a file imports its own folder or a lower floor', () => {
  const wrong: string[] = [];
  for (const file of files.keys())
    for (const imported of importsOf(file)) {
      const [from, to] = [partOf(file), partOf(imported)];
      if (from !== to && floorOf(to) <= floorOf(from)) wrong.push(`${file} → ${imported}`);
    }
  expect(wrong).toEqual([]);
});

test('no file imports itself, over however many others', () => {
  const done = new Set<string>();
  const cycles: string[] = [];
  function visit(file: string, path: string[]): void {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const imported of importsOf(file)) visit(imported, [...path, file]);
    done.add(file);
  }
  for (const file of files.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});

test('every outside thing has one door', () => {
  const imports = (name: string) => matching(new RegExp(`from '${name}'`));
  expect(outside(imports('grammy'), /^(bot|processes|demo)\//, 'delivery/telegram.ts')).toEqual([]);
  // Newspapers, and Telegram.
  expect(outside(imports('undici'), 'ingest/request.ts', 'delivery/telegram.ts')).toEqual([]);
  expect(outside(matching(/(?<![.\w]|async )fetch\(/), 'ingest/fetch.ts', /(^|\/)demo\//)).toEqual([]);
  expect(outside(imports('@resvg/resvg-js'), 'pictures/draw-thread.ts')).toEqual([]);
  expect(outside(imports('node-cron'), 'processes/clock.ts')).toEqual([]);
  expect(outside(matching(/process\.env/), 'config.ts')).toEqual([]);
  expect(outside(imports('pg'), /^store\//)).toEqual([]);
});

test('all SQL is in the store', () => {
  const sql = matching(/\bsql[`<]|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/);
  expect(outside(sql, /^store\//)).toEqual([]);
});

test('the clock is read in processes, commands and the demo only; everyone else is told the time', () => {
  const clock = matching(/new Date\(\)|Date\.now\(\)/);
  expect(outside(clock, /^(processes|commands|demo)\//, 'bot/context.ts')).toEqual([]);
});

test('migrations stand on their own', () => {
  for (const name of readdirSync('migrations')) {
    const text = readFileSync(join('migrations', name), 'utf8');
    expect(text, name).not.toMatch(/from '\./);
  }
});
