import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
const { telegram } = await startBot(db, pack);
const lan = telegram.person(900, { language_code: 'vi' });
const stranger = telegram.person(901, { language_code: 'vi' });

/** How many questions to the database an update needs, beside its beginning and its end. */
async function countQuestions(act: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await act();
  const asked = query.mock.calls.map(([text]) => String(text));
  query.mockRestore();
  return asked.filter((text) => !/^(begin|commit|rollback|set local)/.test(text)).length;
}

test('a screen asks two things at most beside the chat and what it follows', async () => {
  // The chat; it is not there.
  expect(await countQuestions(() => stranger.send('/start'))).toBeLessThanOrEqual(1 + 2);
  expect(await countQuestions(() => stranger.send('An Lạc'))).toBeLessThanOrEqual(1 + 2);
  await lan.send('/start an-lac');
  await lan.press({ row: 0, column: 0 });
  for (const words of ['/start', '/settings', '/share', '/districts'])
    expect(await countQuestions(() => lan.send(words)), words).toBeLessThanOrEqual(2 + 2);
});

test('agreeing asks nothing again that it has just read or written', async () => {
  const mai = telegram.person(902, { language_code: 'vi' });
  await mai.send('/start an-lac');
  // The chat and what it follows, the districts, the first digest with its chat, what is followed then, and two more
  // looks further back, for there are no news.
  expect(await countQuestions(() => mai.press({ row: 0, column: 0 }))).toBeLessThanOrEqual(19);
});
