import { beforeEach, expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { latestNews } from '../../src/digest/news.js';
import { digestPage } from '../../src/digest/page.js';
import { withdrawArticle } from '../../src/digest/withdraw.js';
import { getContent } from '../../src/store/contents.js';
import { type Claim, claimDue } from '../../src/store/deliveries.js';
import { recordSent } from '../../src/store/outcomes.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, saveOtherSource, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, tuesday, vn, wednesday } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);
const evening = vn('2026-11-23T18:00');

beforeEach(async () => {
  await db.deleteFrom('chat_budget').execute();
  await clear(db);
  await savePack(db, monday);
  await saveOtherSource(db);
});

const cut = (now: Date) => cutDigests(db, pack, now, { deliverTo: '*' });
const withdraw = (id: number, now = tuesday) => withdrawArticle(db, pack, id, null, now);
const publish = (title: string, more: Parameters<typeof saveStory>[3] = {}) =>
  saveStory(db, ['an-lac'], evening, { title, ...more });

const claim = async (now: Date): Promise<Claim[]> =>
  (await claimDue(db, now, { limit: 100, leaseSeconds: 10, deliverTo: '*' })).claims;

/** Sends one message of everything that is due, and says what each read. */
async function sendNext(now: Date): Promise<string[]> {
  await db.deleteFrom('chat_budget').execute();
  const texts: string[] = [];
  for (const one of await claim(now)) {
    const { parts } = await getContent(db, one);
    texts.push(parts[one.next_part]!.payload.text);
    await recordSent(db, [{ ...one, parts: parts.length, message_id: 1 }], now);
  }
  return texts;
}

const deliveryOf = ({ chat_id }: Reader) =>
  db
    .selectFrom('delivery')
    .selectAll()
    .where('chat_id', '=', chat_id)
    .where('kind', '=', 'scheduled')
    .executeTakeFirstOrThrow();

test('a withdrawn article leaves the digest that waits, and every later one', async () => {
  await readers.join(['an-lac']);
  const wrong = await publish('Tin sai');
  await publish('Tin đúng');
  await cut(tuesday);
  expect(await withdraw(wrong)).toBe(true);
  expect(await withdraw(wrong)).toBe(false);
  const [text] = await sendNext(tuesday);
  expect(text).toContain('Tin đúng');
  expect(text).not.toContain('Tin sai');
  expect(text).toContain('1 tin mới');
  const [news] = await latestNews(db, pack, ['an-lac'], 'vi', tuesday);
  expect(news!.payload.text).not.toContain('Tin sai');
  const later = await readers.join(['an-lac'], { now: tuesday });
  expect((await readers.digests(later, 'first')).flat()).not.toContain(wrong);
});

test('a digest left empty ends its deliveries quietly; officials read that there is no news', async () => {
  const lan = await readers.join(['an-lac']);
  const office = await readers.join(['an-lac'], { style: 'official', times: ['06:30'] });
  const wrong = await publish('Tin sai');
  await cut(tuesday);
  await withdraw(wrong);
  const texts = await sendNext(tuesday);
  expect(texts).toHaveLength(1);
  expect(texts[0]).toContain('Không có tin');
  expect(await deliveryOf(lan)).toMatchObject({ status: 'failed', reason: 'withdrawn' });
  expect(await deliveryOf(office)).toMatchObject({ status: 'sent' });
  const fresh = await saveStory(db, ['an-lac'], tuesday);
  await cut(wednesday);
  expect((await readers.digests(lan)).at(-1)).toEqual([fresh]);
});

test('a story that another newspaper tells as well stays, with that one’s title', async () => {
  const lan = await readers.join(['an-lac']);
  const wrong = await publish('Tin sai');
  await publish('Tin của báo bạn', { same_as_id: wrong, source_id: 'bao-ban' });
  await cut(tuesday);
  await withdraw(wrong);
  const [text] = await sendNext(tuesday);
  expect(text).toContain('Tin của báo bạn');
  expect(text).not.toContain('Tin sai');
  expect(text).not.toContain('Cùng tin');
  await saveStory(db, ['an-lac'], tuesday, { same_as_id: wrong });
  await cut(wednesday);
  expect(await readers.digests(lan)).toEqual([[wrong]]);
});

test('a story whose only article was withdrawn unread is sent when another newspaper tells it', async () => {
  const lan = await readers.join(['an-lac']);
  const wrong = await publish('Tin sai');
  await cut(tuesday);
  await withdraw(wrong);
  await sendNext(tuesday);
  await saveStory(db, ['an-lac'], tuesday, { same_as_id: wrong, source_id: 'bao-ban', title: 'Tin đúng' });
  await cut(wednesday);
  expect((await sendNext(wednesday))[0]).toContain('Tin đúng');
  expect((await readers.digests(lan)).at(-1)).toEqual([wrong]);
});

test('of a digest partly sent the other messages keep their stories', async () => {
  await readers.join(['an-lac'], { style: 'official', times: ['06:30'] });
  const ids: number[] = [];
  for (let n = 100; n < 130; n++)
    ids.push(await publish(`Tin ${n}`, { summary: 'Huyện An Lạc tổ chức hội thi làm bánh. '.repeat(6) }));
  await cut(tuesday);
  const [first] = await sendNext(tuesday);
  const titles = (text: string): string[] => text.match(/Tin \d{3}/g) ?? [];
  const behind = ids.map((_, n) => `Tin ${100 + n}`).filter((title) => !titles(first!).includes(title));
  const gone = [behind[0]!, behind.at(-1)!, titles(first!)[0]!];
  for (const title of gone) await withdraw(ids[Number(title.slice(4)) - 100]!);
  const rest = [...(await sendNext(tuesday)), ...(await sendNext(tuesday))].flatMap(titles);
  expect(rest.toSorted()).toEqual(behind.filter((title) => !gone.includes(title)).toSorted());
  expect(await sendNext(tuesday)).toEqual([]);
});

test('whoever turns the pages of a digest misses nothing when a story of the first page is withdrawn', async () => {
  await readers.join(['an-lac']);
  const ids: number[] = [];
  for (let n = 100; n < 108; n++) ids.push(await publish(`Tin ${n}`));
  await cut(tuesday);
  const [sent] = await sendNext(tuesday);
  const [last] = ids.filter((_, n) => !sent!.includes(`Tin ${100 + n}`));
  const { id } = (await db
    .selectFrom('digest')
    .select('id')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow())!;
  await withdraw(ids.find((one) => one !== last)!);
  const page = await digestPage(db, pack, id, 1);
  expect(page!.text).toContain(`Tin ${100 + ids.indexOf(last!)}`);
});

test('a withdrawal in the middle of a cut waits for it, and the digest goes out without the article', async () => {
  for (let n = 0; n < 5; n++) await readers.join(['an-lac']);
  const wrong = await publish('Tin sai');
  await publish('Tin đúng');
  const cutting = cutDigests(db, pack, tuesday, { deliverTo: '*', batchSize: 1 });
  await Promise.all([cutting, withdraw(wrong)]);
  const texts = await sendNext(tuesday);
  expect(texts).toHaveLength(5);
  for (const text of texts) expect(text).not.toContain('Tin sai');
});
