import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { classify } from '../src/gazetteer/classify.js';
import { createGazetteer, type Gazetteer } from '../src/gazetteer/gazetteer.js';
import { loadRegion } from '../src/region.js';
import { root } from '../src/root.js';
import { type Article, type Classifier, isRight, readArticles, wantedScope } from './classify/articles.js';
import { districtNames, districtsOrCommunes } from './classify/peers.js';
import { machine } from './machine.js';

/** Measures the classifier on labelled articles, beside two searches for names. */
export function run(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: {
      articles: { type: 'string', default: join(root, 'bench/articles.jsonl') },
      region: { type: 'string', default: join(root, 'regions/hoa-binh') },
    },
  });
  const pack = loadRegion(values.region);
  const articles = readArticles(values.articles, pack);
  const ours = byGazetteer(createGazetteer(pack));
  console.log(`${articles.length} articles, ${machine()}, one core`);
  console.log('                     items right  precision  recall  articles/s');
  report('district names', articles, districtNames(pack));
  report('names, or communes', articles, districtsOrCommunes(pack));
  report('gazetteer', articles, ours);
  console.log(
    `with a body of ${bodyLength} characters that has to be read: ${perSecond(longReads(articles), ours)}/s`,
  );
  listConfusions(articles, ours);
  listMistakes(articles, ours);
}

function byGazetteer(gazetteer: Gazetteer): Classifier {
  return ({ title, summary, body, published, url }) => {
    const { matches, scope } = classify(gazetteer, {
      title,
      summary,
      body: body ?? undefined,
      published: published ?? undefined,
      url: url ?? undefined,
    });
    return { districts: matches.map(({ district_id }) => district_id), scope };
  };
}

function report(name: string, articles: Article[], classifier: Classifier): void {
  let right = 0;
  let [predicted, precise, wanted, found] = [0, 0, 0, 0];
  for (const article of articles) {
    const { districts } = classifier(article);
    if (isRight(article, districts)) right++;
    const counted = districts.filter((id) => !article.also_ok.includes(id) || article.districts.includes(id));
    predicted += counted.length;
    precise += counted.filter((id) => article.districts.includes(id)).length;
    wanted += article.districts.length;
    found += article.districts.filter((id) => districts.includes(id)).length;
  }
  const share = (part: number, whole: number) => (whole ? (part / whole).toFixed(3) : '-    ');
  console.log(
    `${name.padEnd(20)} ${share(right, articles.length)} (${right})  ${share(precise, predicted)}      ${share(found, wanted)}   ${perSecond(articles, classifier)}`,
  );
}

const bodyLength = 5000;
const prose =
  'Những ngày ấy cả xóm dậy sớm, người gùi nước, người nhóm bếp, khói lên xanh khắp mái nhà sàn. Trẻ con chạy theo tiếng mõ trâu, người già ngồi bên cửa sổ kể chuyện xưa, kể mãi mà không ai thấy chán. ';

/** Stories whose title and lead name no place, and whose body names about a dozen. */
function longReads(articles: Article[]): Article[] {
  return articles.map((article, index) => {
    const leads = Array.from(
      { length: 6 },
      (_, step) => articles[(index + step * 7) % articles.length]!.summary,
    );
    const body = leads
      .map((lead) => lead + prose.repeat(4))
      .join(' ')
      .padEnd(bodyLength, prose);
    const unplaced = { title: 'Chuyện người giữ đò', summary: 'Ông chèo đò đã ba mươi năm.', url: null };
    return { ...article, ...unplaced, body: body.slice(0, bodyLength) };
  });
}

const warmUpMs = 1500;
const measuredMs = 1500;

/** Articles per second of one core's time, whatever else the machine does. */
function perSecond(articles: Article[], classifier: Classifier): number {
  repeat(articles, classifier, warmUpMs);
  const { done, spentMs } = repeat(articles, classifier, measuredMs);
  return Math.round((done * 1000) / spentMs);
}

function repeat(articles: Article[], classifier: Classifier, forMs: number) {
  const start = process.cpuUsage();
  let done = 0;
  let spentMs = 0;
  while (spentMs < forMs) {
    for (const article of articles) classifier(article);
    done += articles.length;
    const { user, system } = process.cpuUsage(start);
    spentMs = (user + system) / 1000;
  }
  return { done, spentMs };
}

/** How often each scope was taken for another, and which districts were missed or wrongly found. */
function listConfusions(articles: Article[], classifier: Classifier): void {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const article of articles) {
    const { districts, scope } = classifier(article);
    const wanted = wantedScope(article);
    if (wanted !== scope) count(`${wanted} taken for ${scope}`);
    if (isRight(article, districts)) continue;
    for (const id of article.districts) if (!districts.includes(id)) count(`${id} missed`);
    for (const id of districts)
      if (![...article.districts, ...article.also_ok].includes(id)) count(`${id} wrongly found`);
  }
  console.log(counts.size ? 'confusions:' : 'no confusions');
  for (const [what, times] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`  ${times} x ${what}`);
}

function listMistakes(articles: Article[], classifier: Classifier): void {
  for (const article of articles) {
    const { districts, scope } = classifier(article);
    const right = isRight(article, districts);
    const wanted = wantedScope(article);
    if (right && wanted === scope) continue;
    console.log(
      `${right ? 'scope' : 'WRONG'} ${article.id}: want [${article.districts}] ${wanted}, got [${districts}] ${scope}: ${article.title}`,
    );
  }
}
