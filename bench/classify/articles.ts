import { readFileSync } from 'node:fs';
import { z } from 'zod';

const ids = z.array(z.string()).default([]);
const article = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  body: z.string().nullish(),
  published: z.coerce.date().nullish(),
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

/** Reads labelled articles, one JSON object a line. */
export function readArticles(file: string): Article[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => article.parse(JSON.parse(line)));
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
