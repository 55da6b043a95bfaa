import type { AlikeArticle } from '../../src/store/alike.js';
import { additions, type Form, forms, series } from './forms.js';

/** A made-up article and the event that it tells. */
export interface Labelled extends AlikeArticle {
  event: string;
}

const communes =
  'Thượng Lâm,Hạ Lâm,Tân Bình,Đồng Mai,Suối Hoa,Bản Lạc,Cao Thành,Vĩnh Sơn,Nà Tấu,Phú Lương'.split(',');
const districts = 'An Lạc,Bình Sơn,Cao Xá,Đông Giang'.split(',');
const hamlets = 'Bưa,Mừng,Khến,Chiềng,Rậm,Vó,Cụt'.split(',');
const crops = 'cam,bưởi,mía,chè,su su,dưa chuột'.split(',');
const names = 'Lò Văn Thử,Hà Công Mẫu,Bùi Thị Ví,Đinh Văn Dụ'.split(',');
const newspapers = ['Báo Một', 'Báo Hai', 'Báo Ba', 'Báo Bốn'];

const start = new Date('2026-10-01T00:00:00+07:00').getTime();
const hour = 3_600_000;

/**
 * `count` made-up articles of as many days as a province of 300 articles a day needs, always the same, oldest first.
 * Events are told by one to four newspapers: word for word, cut, with a sentence of their own, under their own title
 * or in their own words. Beside every third event stands another of the same form that differs in one thing only.
 */
export function makeNews(count: number): Labelled[] {
  const random = seeded(7);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
  const below = (n: number, from = 1) => from + Math.floor(random() * n);
  const articles: Omit<Labelled, 'id' | 'story_id'>[] = [];
  const days = Math.ceil(count / 300);

  const values = (day: number): Record<string, string> => ({
    xa: pick(communes),
    huyen: pick(districts),
    xom: pick(hamlets),
    cay: pick(crops),
    ten: pick(names),
    n: String(below(90, 4)),
    m: String(below(900, 100)),
    k: String(below(6, 2)),
    h: String(below(22)),
    nam: String(below(50, 1930)),
    ngay: `${(day % 28) + 1}/10`,
  });

  function tell(event: string, form: Form, slots: Record<string, string>, at: number): void {
    const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot]!);
    const lead = pick(form.leads);
    for (const newspaper of newspapers.slice(0, below(4))) {
      const own = random();
      const text = own < 0.4 ? lead : own < 0.6 ? `${lead} ${pick(additions)}` : pick(form.leads);
      articles.push({
        event,
        newspaper,
        title: fill(pick(form.titles)),
        summary: fill(random() < 0.1 ? text.split(/(?<=\.) /)[0]! : text),
        published_at: new Date(at + random() * 20 * hour),
        districts: random() < 0.8 ? [slots.huyen!] : [],
      });
    }
  }

  for (let n = 0; articles.length < count; n++) {
    const day = n % days;
    const at = start + day * 24 * hour;
    const form = pick(forms);
    const slots = values(day);
    tell(`event ${n}`, form, slots, at);
    if (n % 3 === 0) {
      const text = form.leads.join(' ');
      const changed = pick(['xa', 'n', 'cay', 'ngay'].filter((slot) => text.includes(`{${slot}}`)));
      const other = values(day + 1)[changed]!;
      if (other !== slots[changed]) tell(`event ${n} b`, form, { ...slots, [changed]: other }, at);
    }
    if (n % 10 === 0) {
      const daily = pick(series);
      // The same as yesterday's, in the same newspapers.
      tell(`${daily.titles[0]} ${day} ${daily.leads[0]!.includes('{') ? n : ''}`, daily, values(day), at);
    }
  }
  return articles
    .slice(0, count)
    .sort((one, other) => one.published_at.getTime() - other.published_at.getTime())
    .map((article, index) => ({ ...article, id: index + 1, story_id: index + 1 }));
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
