import { expect, test } from 'vitest';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack as small } from '../support/news.js';

const db = await testDatabase();
const pack = {
  ...small,
  districts: Array.from({ length: 148 }, (_, n) => ({
    id: `xa-${n + 1}`,
    name: { vi: `Xã ${n + 1}`, en: `Commune ${n + 1}` },
    type: 'xã',
    names: [],
  })),
};
const { telegram } = await startBot(db, pack);

test('148 districts are chosen from in pages, and what is ticked on one stays ticked on another', async () => {
  const lan = telegram.person(7);
  const labels = () => lan.last.buttons.map((row) => row.map(({ text }) => text));
  await lan.send('/start');
  expect(labels()[0]).toEqual(['Xã 1', 'Xã 2']);
  expect(labels().at(-1)).toEqual(['‹', '1/13', '›']);
  await lan.press('Xã 2');
  await lan.press('‹');
  expect(labels()[0]).toEqual(['Xã 145', 'Xã 146']);
  await lan.press('Xã 148');
  await lan.press('13/13');
  await lan.press('›');
  expect(labels()[0]).toEqual(['Xã 1', '✓ Xã 2']);
  await lan.press('Tiếp tục (2)');
  expect(lan.last.text).toContain('Theo dõi: Xã 2, Xã 148');
  await lan.press({ row: 0, column: 0 });
  expect(lan.messages).toHaveLength(1);
});
