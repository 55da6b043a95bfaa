import { readText } from '../../src/gazetteer/words.js';
import type { RegionPack } from '../../src/region.js';
import type { Article, Classifier } from './articles.js';

/** The first peer: an article belongs to every district whose name stands in it, whole words, accents as written. */
export function districtNames(pack: RegionPack): Classifier {
  const names = pack.districts.map(({ id, name }) => ({ id, words: wordsOf(Object.values(name)[0]!) }));
  return (article) => {
    const text = textOf(article);
    return { districts: names.filter(({ words }) => text.includes(words)).map(({ id }) => id) };
  };
}

/** The second: where no district is named, the communes of the day that stand behind their unit word. */
export function districtsOrCommunes(pack: RegionPack): Classifier {
  const byDistrict = districtNames(pack);
  const communes = pack.places
    .filter(({ type }) => /^(?:xã|phường|thị trấn)$/.test(type))
    .map((place) => ({ ...place, words: wordsOf(`${place.type} ${place.name}`) }));
  return (article) => {
    const named = byDistrict(article);
    if (named.districts.length) return named;
    const [text, day] = [textOf(article), dayOf(article)];
    const found = communes.filter(
      ({ words, valid_from = '', valid_to = '9999' }) =>
        text.includes(words) && (!day || (valid_from <= day && day <= valid_to)),
    );
    return { districts: [...new Set(found.flatMap(({ district }) => district))] };
  };
}

const days: Record<string, string> = { '2019': '2019-06-01', '2020': '2022-06-01', '2025': '2025-09-01' };

const dayOf = ({ published, era }: Article) =>
  published ? published.toISOString().slice(0, 10) : days[era ?? ''];

const textOf = ({ title, summary }: Article) => wordsOf(`${title} . ${summary}`);

const wordsOf = (text: string) =>
  ` ${readText(text)
    .words.map(({ key }) => key)
    .join(' ')} `;
