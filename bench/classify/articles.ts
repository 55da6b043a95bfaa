import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '../../src/errors.js';
import type { RegionPack } from '../../src/region.js';

const ids = z.array(z.string()).default([]);
const article = z.object({
  id: z.union([z.string(), z.number()], { error: 'is missing, or no text or number' }).transform(String),
  title: z.string(),
  summary: z.string().default(''),
  body: z.string().nullish(),
  published: z.coerce.date({ error: 'is no date such as 2024-02-20' }).nullish(),
  /** Which names were in force, where the day is not known: from 2019, 2020 or 2025 on. */
  era: z.string().nullish(),
  url: z.string().nullish(),
  districts: ids,
  /** Named, but not what the article is about: neither wanted nor wrong. */
  also_ok: ids,
  /** Other complete answers. */
  alt: z.array(z.array(z.string())).default([]),
  province_wide: z.boolean().default(false),
  outside: z.boolean().default(false),
});
export type Article = z.output<typeof article>;

export interface Answer {
  districts: string[];
  scope?: string;
}
export type Classifier = (article: Article) => Answer;

/** Reads labelled articles, one JSON object a line; throws ConfigError with every line that is wrong. */
export function readArticles(file: string, { id: region, districts }: RegionPack): Article[] {
  const ids = new Set(districts.map(({ id }) => id));
  const articles: Article[] = [];
  const problems: string[] = [];
  // Some editors begin a file with a byte order mark.
  const lines = readText(file)
    .replace(/^\ufeff/, '')
    .split('\n');
  lines.forEach((line, index) => {
    if (!line.trim()) return;
    const read = readArticle(line);
    const strange = typeof read === 'string' ? undefined : read.districts.find((id) => !ids.has(id));
    if (typeof read === 'string') problems.push(`${file}:${index + 1}: ${read}`);
    else if (strange === region)
      problems.push(`${file}:${index + 1}: districts: write "province_wide": true for the whole region`);
    else if (strange !== undefined)
      problems.push(`${file}:${index + 1}: districts: '${strange}' is no district of this region`);
    else articles.push(read);
  });
  if (problems.length) throw new ConfigError(problems);
  if (!articles.length) throw new ConfigError([`${file}: has no articles`]);
  return articles;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`]);
  }
}

/** An article, or what is wrong with its line. */
function readArticle(line: string): Article | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  const parsed = article.safeParse(value);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
}

/** Right if every wanted district is there and nothing else but what the text names besides. */
export function isRight({ districts, also_ok, alt }: Article, predicted: string[]): boolean {
  return [districts, ...alt].some(
    (wanted) =>
      wanted.every((id) => predicted.includes(id)) &&
      predicted.every((id) => wanted.includes(id) || also_ok.includes(id)),
  );
}

/** What the label says of an article as a whole. */
export function wantedScope({ districts, province_wide, outside }: Article): string {
  if (outside) return 'outside';
  if (province_wide) return 'province_wide';
  return districts.length ? 'local' : 'uncertain';
}
