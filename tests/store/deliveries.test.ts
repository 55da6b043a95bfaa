import { afterEach, describe, expect, it } from 'vitest';
import { nightAt } from '../../src/quiet.js';
import {
  type Claim,
  claimDue,
  countUnfinished,
  freeLapsed,
  renewLeases,
} from '../../src/store/deliveries.js';
import { recordSent } from '../../src/store/outcomes.js';
import { testDatabase } from '../support/database.js';
import { createOutbox, minutes, now, seal } from '../support/outbox.js';
import { vn } from '../support/readers.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
const timeZone = 'Asia/Ho_Chi_Minh';
afterEach(() => outbox.clear());

const claim = async (limit = 100, at = now): Promise<Claim[]> =>
  (await claimDue(db, at, { limit, leaseSeconds: 15, deliverTo: '*' })).claims;

describe('a claim', () => {
  it('takes the lower lane first, then the older delivery', async () => {
    const digest = await outbox.digest();
    const ids: number[] = [];
    for (const [n, lane] of [5, 4, 3, 4, 1].entries())
      ids.push(await outbox.deliver(await outbox.chat(100 + n), digest, { lane }));
    expect((await claim(4)).map(({ id }) => id)).toEqual([ids[4], ids[2], ids[1], ids[3]]);
  });

  it('leaves what is not due yet, and what another sender holds', async () => {
    const digest = await outbox.digest();
    await outbox.deliver(await outbox.chat(1), digest, { send_after: minutes(1) });
    const due = await outbox.deliver(await outbox.chat(2), digest, { send_after: minutes(-1) });
    expect((await claim()).map(({ id }) => id)).toEqual([due]);
    expect(await claim()).toEqual([]);
  });

  it('takes one delivery of a chat at a time and the next when the chat has a place again', async () => {
    const digest = await outbox.digest();
    const chat = await outbox.chat(1);
    const first = await outbox.deliver(chat, digest);
    await outbox.deliver(chat, digest, { slot: minutes(1) });
    const claimed = await claim();
    expect(claimed.map(({ id }) => id)).toEqual([first]);
    await recordSent(db, [{ ...claimed[0]!, parts: 1, message_id: 9 }], now);
    expect(await claim()).toEqual([]);
    await outbox.passTime();
    expect(await claim()).toHaveLength(1);
  });

  it('takes none of a chat that has one on its way, however long, and none for a second after', async () => {
    const digest = await outbox.digest();
    const chat = await outbox.chat(1);
    await outbox.deliver(chat, digest);
    const second = await outbox.deliver(chat, digest, { slot: minutes(1) });
    const [first] = await claim();
    const passSecond = () =>
      db
        .updateTable('chat_budget')
        .set({ next_place_at: '-infinity' as never })
        .execute();
    await passSecond();
    expect(await claim()).toEqual([]);
    await recordSent(db, [{ ...first!, parts: 1, message_id: 9 }], now);
    expect(await claim()).toEqual([]);
    await passSecond();
    expect((await claim()).map(({ id }) => id)).toEqual([second]);
  });

  const at = (time: string) => {
    const instant = vn(time);
    const options = { limit: 9, leaseSeconds: 15, deliverTo: '*' as const };
    return { instant, options: { ...options, night: nightAt(instant, timeZone) } };
  };
  const claimAt = async (time: string) => {
    const { instant, options } = at(time);
    return claimDue(db, instant, options);
  };

  it('leaves citizens in peace at night, but for what may go at once and what ends', async () => {
    const digest = await outbox.digest();
    const evening = { send_after: now, send_before: vn('2026-03-11T06:30'), late_after: minutes(30) };
    const waits = await outbox.deliver(await outbox.chat(1), digest, evening);
    const imagined = await outbox.deliver(await outbox.chat(2), digest, { late_after: '-infinity' });
    const official = await outbox.deliver(await outbox.chat(3), digest, { ...evening, lane: 3 });
    const over = await outbox.deliver(await outbox.chat(4), digest, { ...evening, send_before: minutes(60) });
    const night = await claimAt('2026-03-11T02:30');
    expect(night.claims.map(({ id }) => id)).toEqual([official, imagined]);
    expect((await outbox.delivery(over)).reason).toBe('expired');
    const { instant, options } = at('2026-03-11T02:30');
    expect(await countUnfinished(db, instant, options)).toBe(2);
    expect((await outbox.delivery(waits)).send_after).toEqual(vn('2026-03-11T06:00'));
    expect((await claimAt('2026-03-11T05:59')).claims).toEqual([]);
    expect((await claimAt('2026-03-11T06:00')).claims.map(({ id }) => id)).toEqual([waits]);
  });

  it('lets announcements and late digests wait in the quiet hours of each chat, and no digest that is in time', async () => {
    const digest = await outbox.digest();
    const own = { quiet_from: '20:00', quiet_until: '08:00' };
    const late = { send_after: now, late_after: vn('2026-03-10T20:30'), send_before: vn('2026-03-10T21:30') };
    const inTime = { ...late, late_after: vn('2026-03-10T21:30'), send_before: vn('2026-03-10T22:00') };
    const announced = await outbox.deliver(await outbox.chat(1, own), digest, { lane: 5 });
    const tooLate = await outbox.deliver(await outbox.chat(2, own), digest, late);
    const punctual = await outbox.deliver(await outbox.chat(3, own), digest, inTime);
    const others = await outbox.deliver(await outbox.chat(4), digest, { lane: 5 });
    expect(await claimAt('2026-03-10T21:00')).toMatchObject({
      claims: [{ id: punctual }, { id: others }],
      putOff: 2,
    });
    // Nobody meets them again before.
    expect(await claimAt('2026-03-10T21:01')).toMatchObject({ claims: [], putOff: 0 });
    expect(await claimAt('2026-03-10T21:30')).toMatchObject({ claims: [], ended: 1 });
    expect((await outbox.delivery(tooLate)).reason).toBe('expired');
    expect((await claimAt('2026-03-11T07:59')).claims).toEqual([]);
    expect((await claimAt('2026-03-11T08:00')).claims.map(({ id }) => id)).toEqual([announced]);
  });

  it('is limited to the chats of a rehearsal', async () => {
    const digest = await outbox.digest();
    await outbox.deliver(await outbox.chat(1), digest);
    const rehearsed = await outbox.deliver(await outbox.chat(2), digest);
    const options = { limit: 9, leaseSeconds: 15, deliverTo: [seal.hash(2)] };
    expect((await claimDue(db, now, options)).claims.map(({ id }) => id)).toEqual([rehearsed]);
    expect(await countUnfinished(db, now, { deliverTo: [seal.hash(2)] })).toBe(1);
    expect(await countUnfinished(db, now, { deliverTo: '*' })).toBe(2);
  });

  it('tells whether the digest is late by now', async () => {
    const digest = await outbox.digest();
    await outbox.deliver(await outbox.chat(1), digest, { late_after: minutes(-1) });
    await outbox.deliver(await outbox.chat(2), digest, { late_after: minutes(1) });
    expect((await claim()).map(({ late }) => late)).toEqual([true, false]);
  });

  it('knows a slot to the microsecond', async () => {
    const digest = await outbox.digest();
    const slot = '2026-03-09T23:30:00.123456Z';
    const id = await outbox.deliver(await outbox.chat(1), digest, { slot });
    const [claimed] = await claim();
    await recordSent(db, [{ ...claimed!, parts: 1, message_id: 9 }], now);
    expect((await outbox.delivery(id)).status).toBe('sent');
  });
});

describe('a delivery that may not go out any more ends with its reason', () => {
  const cases: [string, string, (chatId: number) => Promise<unknown>, object][] = [
    ['expired', 'expired', async () => undefined, { send_before: now }],
    [
      'paused',
      'paused',
      (id) =>
        db
          .updateTable('chat')
          .set({ paused_until: minutes(60) })
          .where('id', '=', id)
          .execute(),
      {},
    ],
    [
      'of a chat that follows nothing any more',
      'stopped',
      (id) =>
        db
          .updateTable('subscription')
          .set({ ended_at: now, ended_reason: 'stopped' })
          .where('chat_id', '=', id)
          .execute(),
      {},
    ],
  ];
  it.each(cases)('%s', async (_, reason, change, values) => {
    const chat = await outbox.chat(1);
    const id = await outbox.deliver(chat, await outbox.digest(), values);
    await change(chat.chat_id);
    expect(await claimDue(db, now, { limit: 9, leaseSeconds: 15, deliverTo: '*' })).toEqual({
      claims: [],
      ended: 1,
      putOff: 0,
    });
    expect(await outbox.delivery(id)).toMatchObject({ status: 'failed', reason, finished_at: now });
    // Back for the next digest; a stop can be taken back.
    expect((await outbox.subscription(chat.subscription_id)).mark).toBe(3);
  });

  it('of a withdrawn announcement, and of a chat that no longer wants any', async () => {
    const { id: announcement_id } = await db
      .insertInto('announcement')
      .values({
        created_by: null,
        parts: JSON.stringify([{ payload: { text: 'Thông báo' }, article_ids: [] }]),
        created_at: now,
        confirmed_at: now,
        withdrawn_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const announce = async (telegramId: number, announcements: boolean) =>
      outbox.deliver(
        await outbox.chat(telegramId, { announcements }),
        { digest_id: 0 },
        {
          digest_id: null,
          announcement_id,
          kind: 'announcement',
          marks: '[]',
        },
      );
    const unwanted = await announce(1, false);
    await claim();
    expect((await outbox.delivery(unwanted)).reason).toBe('stopped');
    await db.updateTable('announcement').set({ withdrawn_at: now }).execute();
    const withdrawn = await announce(2, true);
    await claim();
    expect((await outbox.delivery(withdrawn)).reason).toBe('withdrawn');
  });

  it('but a first digest reaches a paused chat, which has just asked for it', async () => {
    const chat = await outbox.chat(1, { paused_until: minutes(60) });
    await outbox.deliver(chat, await outbox.digest(), {
      kind: 'first',
      subscription_id: chat.subscription_id,
    });
    expect(await claim()).toHaveLength(1);
  });
});

describe('what was served', () => {
  it('holds the parts that arrived before a digest ended unsent', async () => {
    const chat = await outbox.chat(1);
    const digest = await outbox.digest(['một', 'hai', 'ba']);
    await outbox.deliver(chat, digest, { send_before: now, next_part: 2 });
    await claim();
    expect(await outbox.served(chat.chat_id)).toEqual(digest.article_ids.slice(0, 2));
    expect((await outbox.subscription(chat.subscription_id)).mark).toBe(3);
  });

  it('loses what a first digest counted in advance and did not bring', async () => {
    const chat = await outbox.chat(1);
    const digest = await outbox.digest(['một', 'hai']);
    await outbox.deliver(chat, digest, {
      kind: 'first',
      subscription_id: chat.subscription_id,
      send_before: now,
      next_part: 1,
    });
    await db
      .insertInto('served_part')
      .values(digest.article_ids.map((article_id) => ({ chat_id: chat.chat_id, article_id, served_at: now })))
      .execute();
    await claim();
    expect(await outbox.served(chat.chat_id)).toEqual(digest.article_ids.slice(0, 1));
  });
});

describe('a lease', () => {
  it('that lapses makes the delivery due again and counts a possible repeat', async () => {
    const id = await outbox.deliver(await outbox.chat(1), await outbox.digest());
    await claim();
    expect(await freeLapsed(db)).toBe(0);
    await outbox.passTime();
    expect(await freeLapsed(db)).toBe(1);
    expect(await outbox.delivery(id)).toMatchObject({ status: 'pending', repeats: 1, lease_until: null });
  });

  it('is renewed only while it is the same claim', async () => {
    await outbox.deliver(await outbox.chat(1), await outbox.digest());
    const [mine] = await claim();
    expect(await renewLeases(db, [mine!], 15)).toEqual(new Set([mine!.id]));
    await outbox.passTime();
    await freeLapsed(db);
    await claim();
    expect(await renewLeases(db, [mine!], 15)).toEqual(new Set());
  });
});

describe('a part that has arrived', () => {
  it('is recorded although the lease has passed on, and then not sent again', async () => {
    const id = await outbox.deliver(await outbox.chat(1), await outbox.digest(['một', 'hai']));
    const [slow] = await claim();
    await outbox.passTime();
    await freeLapsed(db);
    const [quick] = await claim();
    await recordSent(db, [{ ...slow!, parts: 2, message_id: 71 }], now);
    await recordSent(db, [{ ...quick!, parts: 2, message_id: 72 }], now);
    expect(await outbox.delivery(id)).toMatchObject({ status: 'pending', next_part: 1, message_ids: [71] });
  });

  it('of a chat erased meanwhile is forgotten', async () => {
    const chat = await outbox.chat(1);
    await outbox.deliver(chat, await outbox.digest());
    const [claimed] = await claim();
    await db.deleteFrom('chat').where('id', '=', chat.chat_id).execute();
    await recordSent(db, [{ ...claimed!, parts: 1, message_id: 9 }], now);
    expect(await db.selectFrom('delivery').selectAll().execute()).toEqual([]);
  });
});
