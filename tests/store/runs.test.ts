import { beforeEach, expect, test } from 'vitest';
import { cutDigests } from '../../src/digest/cut.js';
import { claimDue, countUnfinished } from '../../src/store/deliveries.js';
import { recordSent } from '../../src/store/outcomes.js';
import { resendFailed } from '../../src/store/resend.js';
import { findRun, listRuns, markPaused, markResumed, markStopped, type Run } from '../../src/store/runs.js';
import { endStopped, settleRuns } from '../../src/store/settle.js';
import { testDatabase } from '../support/database.js';
import { clear, pack, savePack, saveStory } from '../support/news.js';
import { createReaders, monday, type Reader, tuesday, vn, wednesday } from '../support/readers.js';

const db = await testDatabase();
const readers = createReaders(db);
let story: number;
let all: Reader[];

beforeEach(async () => {
  await clear(db);
  await db.deleteFrom('run').execute();
  await savePack(db, monday);
  all = [];
  for (let n = 0; n < 4; n++) all.push(await readers.join(['an-lac']));
  story = await saveStory(db, ['an-lac'], monday);
  await cutDigests(db, pack, tuesday, { deliverTo: '*' });
});

const at = (time: string) => vn(`2026-11-24T${time}`);
const theRun = async (now: Date): Promise<Run> => {
  const runs = await listRuns(db, monday, now);
  expect(runs).toHaveLength(1);
  return runs[0]!;
};
const claim = (now: Date, limit = 10) => claimDue(db, now, { limit, leaseSeconds: 15, deliverTo: '*' });

async function send(n: number, now: Date): Promise<void> {
  const { claims } = await claim(now, n);
  await recordSent(
    db,
    claims.map((one) => ({ ...one, parts: 1, message_id: 1 })),
    now,
  );
}

test('a run counts what is sent, waiting and failed, its pace and its end', async () => {
  await send(2, at('06:31'));
  await readers.fail(all[3]!, at('06:31'), 'rejected');
  const run = await theRun(new Date(at('06:31').getTime() + 1000));
  expect(run).toMatchObject({ kind: 'digest', style: 'citizen', slot: tuesday, started_at: tuesday });
  expect(run).toMatchObject({ to_send: 4, waiting: 1, sent: 2, failed: { rejected: 1 }, repeated: 0 });
  expect(run.per_second).toBeCloseTo(2 / 60);
  expect(run.expected_end_at).toEqual(new Date(at('06:31').getTime() + 31_000));
});

test('a run is finished when nothing of it waits, and its counts outlive its deliveries', async () => {
  await send(4, at('06:31'));
  expect(await settleRuns(db, at('06:32'))).toMatchObject([{ finished: true, sent: 4 }]);
  await db.deleteFrom('delivery').execute();
  expect(await theRun(at('06:33'))).toMatchObject({ sent: 4, waiting: 0, finished_at: at('06:31') });
  expect(await settleRuns(db, at('06:34'))).toEqual([]);
});

test('someone who is cut later for the same slot opens the run again', async () => {
  await send(4, at('06:31'));
  await settleRuns(db, at('06:32'));
  const minh = await readers.join(['an-lac'], { now: at('06:20') });
  await db.updateTable('chat').set({ due_at: tuesday }).where('id', '=', minh.chat_id).execute();
  await saveStory(db, ['an-lac'], at('06:33'));
  await cutDigests(db, pack, at('06:34'), { deliverTo: '*' });
  expect(await theRun(at('06:35'))).toMatchObject({ to_send: 5, waiting: 1, finished_at: null });
});

test('a run that is being cut is not settled, and one with nothing to say is forgotten', async () => {
  const { id } = await theRun(at('06:31'));
  const trx = await db.startTransaction().execute();
  await trx.selectFrom('run').select('id').where('id', '=', id).forShare().execute();
  expect(await settleRuns(db, at('06:31'))).toEqual([]);
  await trx.rollback().execute();
  await db.deleteFrom('delivery').execute();
  await settleRuns(db, at('06:31'));
  expect(await findRun(db, id, at('06:31'))).toBeDefined();
  await settleRuns(db, at('06:41'));
  expect(await findRun(db, id, at('06:41'))).toBeUndefined();
});

test('nothing of a paused run goes out, other deliveries do, and it goes on when it is resumed', async () => {
  const { id } = await theRun(at('06:31'));
  await markPaused(db, id, at('06:31'));
  await readers.follows(all[0]!, ['cao-xa'], at('06:31'));
  await db
    .updateTable('chat_budget')
    .set({ next_place_at: '-infinity' as never })
    .execute();
  const { claims } = await claim(at('06:31'));
  expect(claims.map(({ chat_id }) => chat_id)).toEqual([all[0]!.chat_id]);
  expect(await theRun(at('06:31'))).toMatchObject({ waiting: 4, expected_end_at: null });
  // The one that is in hand: who sends until nothing is due does not wait for the rest.
  expect(await countUnfinished(db, at('06:31'), { deliverTo: '*' })).toBe(1);
  await markResumed(db, id, at('06:32'));
  expect((await claim(at('06:32'))).claims).toHaveLength(3);
});

test('a stop ends what waits, also what a sender gives back later, and the news are in the next digest', async () => {
  const { claims } = await claim(at('06:31'), 1);
  const { id } = await theRun(at('06:31'));
  await markStopped(db, id, at('06:31'));
  await endStopped(db, id, at('06:31'));
  expect(await theRun(at('06:31'))).toMatchObject({ waiting: 1, failed: { withdrawn: 3 } });
  await db.updateTable('delivery').set({ status: 'pending' }).where('id', '=', claims[0]!.id).execute();
  expect((await claim(at('06:32'))).claims).toEqual([]);
  await settleRuns(db, at('06:32'));
  expect(await theRun(at('06:32'))).toMatchObject({ waiting: 0, failed: { withdrawn: 4 } });
  await cutDigests(db, pack, wednesday, { deliverTo: '*' });
  for (const reader of all) expect((await readers.digests(reader)).at(-1)).toEqual([story]);
});

test('the failed are sent again once, in place, but for what another try does not cure', async () => {
  await send(1, at('06:31'));
  const sentTo = (await readers.deliveries()).find(({ status }) => status === 'sent')!.chat_id;
  const [lan, minh, thu] = all.filter(({ chat_id }) => chat_id !== sentTo) as [Reader, Reader, Reader];
  await readers.fail(lan, at('06:40'));
  await readers.fail(minh, at('06:40'), 'rejected');
  await readers.fail(thu, at('06:40'), 'blocked');
  await settleRuns(db, at('06:41'));
  const run = await theRun(at('06:41'));
  expect(await resendFailed(db, run, at('10:30'), at('06:42'))).toBe(2);
  expect(await resendFailed(db, run, at('10:30'), at('06:42'))).toBe(0);
  await send(10, at('06:43'));
  await settleRuns(db, at('06:44'));
  expect(await theRun(at('06:44'))).toMatchObject({ sent: 3, failed: { blocked: 1 }, waiting: 0 });
  await cutDigests(db, pack, wednesday, { deliverTo: '*' });
  for (const reader of all) expect(await readers.digests(reader)).toEqual([[story]]);
});

test('what failed is not sent again once its news are in a later digest', async () => {
  for (const reader of all) await readers.fail(reader, at('10:30'));
  const run = await theRun(at('10:31'));
  await cutDigests(db, pack, wednesday, { deliverTo: '*' });
  expect(await resendFailed(db, run, null, vn('2026-11-25T06:31'))).toBe(0);
  for (const reader of all) expect((await readers.digests(reader)).at(-1)).toEqual([story]);
});
