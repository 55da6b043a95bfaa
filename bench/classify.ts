import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { classify } from '../src/gazetteer/classify.js';
import { createGazetteer } from '../src/gazetteer/gazetteer.js';
import { readText } from '../src/gazetteer/words.js';
import { loadRegion, type RegionPack } from '../src/region.js';
import { root } from '../src/root.js';
import { machine } from './machine.js';

const ids = z.array(z.string()).default([]);
const article = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  body: z.string().nullish(),
  published: z.coerce.date().nullish(),
  url: z.string().nullish(),
  districts: ids,
  /** Named, but not what the article is about: neither wanted nor wrong. */
  also_ok: ids,
  /** Other complete answers. */
  alt: z.array(z.array(z.string())).default([]),
  province_wide: z.boolean().default(false),
  outside: z.boolean().default(false),
});
type Article = z.output<typeof article>;

interface Answer {
  districts: string[];
  scope?: string;
}
type Classifier = (article: Article) => Answer;

/** Measures the classifier on labelled articles, beside a search for whole district names. */
export function run(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: {
      articles: { type: 'string', default: join(root, 'bench/articles.jsonl') },
      region: { type: 'string', default: join(root, 'regions/hoa-binh') },
    },
  });
  const lines = readFileSync(values.articles, 'utf8').split('\n').filter(Boolean);
  const articles = lines.map((line) => article.parse(JSON.parse(line)));
  const pack = loadRegion(values.region);
  const gazetteer = createGazetteer(pack);
  const ours: Classifier = ({ title, summary, body, published, url }) => {
    const story = {
      title,
      summary,
      body: body ?? undefined,
      published: published ?? undefined,
      url: url ?? undefined,
    };
    const { matches, scope } = classify(gazetteer, story);
    return { districts: matches.map(({ district_id }) => district_id), scope };
  };
  console.log(`${articles.length} articles, ${machine()}`);
  console.log('                 items right  precision  recall  articles/s');
  report('names only', articles, wholeNames(pack));
  report('gazetteer', articles, ours);
  listMistakes(articles, ours);
}

/** The peer: an article belongs to every district whose name stands in it, whole words, accents as written. */
function wholeNames(pack: RegionPack): Classifier {
  const names = pack.districts.map(({ id, name }) => ({ id, words: wordsOf(name.vi ?? id) }));
  return ({ title, summary }) => {
    const text = wordsOf(`${title} . ${summary}`);
    return { districts: names.filter(({ words }) => text.includes(words)).map(({ id }) => id) };
  };
}

const wordsOf = (text: string) =>
  ` ${readText(text)
    .words.map(({ key }) => key)
    .join(' ')} `;

/** Right if every wanted district is there and nothing else but what the text names besides. */
function isRight({ districts, also_ok, alt }: Article, predicted: string[]): boolean {
  return [districts, ...alt].some(
    (wanted) =>
      wanted.every((id) => predicted.includes(id)) &&
      predicted.every((id) => wanted.includes(id) || also_ok.includes(id)),
  );
}

function report(name: string, articles: Article[], classifier: Classifier): void {
  let right = 0;
  let found = 0;
  let predicted = 0;
  let precise = 0;
  let wanted = 0;
  for (const article of articles) {
    const { districts } = classifier(article);
    if (isRight(article, districts)) right++;
    const counted = districts.filter((id) => !article.also_ok.includes(id) || article.districts.includes(id));
    predicted += counted.length;
    precise += counted.filter((id) => article.districts.includes(id)).length;
    wanted += article.districts.length;
    found += article.districts.filter((id) => districts.includes(id)).length;
  }
  const share = (part: number, whole: number) => (part / whole).toFixed(3);
  console.log(
    `${name.padEnd(16)} ${share(right, articles.length)} (${right})  ${share(precise, predicted)}      ${share(found, wanted)}   ${perSecond(articles, classifier)}`,
  );
}

const measuredMs = 1000;

/** Articles per second of one core's time, whatever else the machine does. */
function perSecond(articles: Article[], classifier: Classifier): number {
  for (const article of articles) classifier(article);
  const start = process.cpuUsage();
  let done = 0;
  let spentMs = 0;
  while (spentMs < measuredMs) {
    for (const article of articles) classifier(article);
    done += articles.length;
    const { user, system } = process.cpuUsage(start);
    spentMs = (user + system) / 1000;
  }
  return Math.round((done * 1000) / spentMs);
}

function listMistakes(articles: Article[], classifier: Classifier): void {
  for (const article of articles) {
    const { districts, scope } = classifier(article);
    const wide = (scope === 'province_wide') === article.province_wide;
    const outside = (scope === 'outside') === article.outside;
    const right = isRight(article, districts);
    if (right && wide && outside) continue;
    const wanted = [article.province_wide && 'province_wide', article.outside && 'outside'].filter(Boolean);
    console.log(
      `${right ? 'scope' : 'WRONG'} ${article.id}: want [${article.districts}] ${wanted}, got [${districts}] ${scope}`,
    );
  }
}
