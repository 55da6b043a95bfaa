import { expect, test } from 'vitest';
import { createContents } from '../../src/delivery/contents.js';
import { claimDue } from '../../src/store/deliveries.js';
import { saveRevision } from '../../src/store/withdrawals.js';
import { testDatabase } from '../support/database.js';
import { createOutbox, now } from '../support/outbox.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
const claim = async () =>
  (await claimDue(db, now, { limit: 1, leaseSeconds: 10, deliverTo: '*' })).claims[0]!;

test('a sender that has read a digest reads it again once an article was withdrawn from it', async () => {
  const digest = await outbox.digest(['Tin sai']);
  for (const id of [1, 2, 3]) await outbox.deliver(await outbox.chat(id), digest);
  const contentOf = createContents(db);
  const textOf = async () => (await contentOf(await claim())).parts.map(({ payload }) => payload.text);
  expect(await textOf()).toEqual(['Tin sai']);
  const revise = (texts: string[]) =>
    db.transaction().execute((trx) =>
      saveRevision(
        trx,
        digest.digest_id,
        texts.map((text) => ({ payload: { text }, article_ids: [] })),
        now,
      ),
    );
  await revise(['Tin đúng']);
  expect(await textOf()).toEqual(['Tin đúng']);
  await revise([]);
  expect(await claimDue(db, now, { limit: 1, leaseSeconds: 10, deliverTo: '*' })).toEqual({
    claims: [],
    ended: 1,
    putOff: 0,
  });
});
