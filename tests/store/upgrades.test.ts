import { beforeEach, expect, test } from 'vitest';
import { claimDue } from '../../src/store/deliveries.js';
import { recordMoved } from '../../src/store/outcomes.js';
import { moveChats } from '../../src/store/upgrades.js';
import { testDatabase } from '../support/database.js';
import { createOutbox, minutes, now, seal } from '../support/outbox.js';

const db = await testDatabase();
const outbox = await createOutbox(db);
beforeEach(() => outbox.clear());

const [oldId, newId] = [-5, -1005];
const to = {
  telegram_id_hash: seal.hash(newId),
  telegram_id_sealed: seal.seal(newId),
  kind: 'supergroup' as const,
};
const told = () => db.transaction().execute((trx) => moveChats(trx, seal.hash(oldId), to, now));
const refused = async () => {
  const { claims } = await claimDue(db, now, { limit: 10, leaseSeconds: 15, deliverTo: '*' });
  for (const claim of claims) await recordMoved(db, claim, to, now);
};
const state = async () => {
  const chats = await db
    .selectFrom('chat')
    .select(['id', 'telegram_id_hash', 'kind', 'thread_id', 'due_at'])
    .select((eb) =>
      eb
        .selectFrom('subscription')
        .select((e) => e.fn.countAll<number>().as('n'))
        .whereRef('chat_id', '=', 'chat.id')
        .where('ended_at', 'is', null)
        .as('follows'),
    )
    .orderBy('id')
    .execute();
  return chats.map(({ telegram_id_hash, ...chat }) => ({
    ...chat,
    where: telegram_id_hash.equals(seal.hash(oldId)) ? 'old' : 'new',
  }));
};

// Telegram says it in the old group, in the new one, and when a message is refused; in any order, each perhaps twice.
for (const order of [
  [told, told, refused],
  [refused, told],
  [told, refused, told],
])
  test(`a group moves once: ${order.map((one) => one.name).join(', ')}`, async () => {
    const group = await outbox.chat(oldId, { kind: 'group' });
    const delivery = await outbox.deliver(group, await outbox.digest());
    for (const say of order) await say();
    expect(await state()).toMatchObject([
      { id: group.chat_id, where: 'new', kind: 'supergroup', follows: 1 },
    ]);
    expect(await outbox.delivery(delivery)).toMatchObject({ status: 'pending', chat_id: group.chat_id });
    const { claims } = await claimDue(db, now, { limit: 10, leaseSeconds: 15, deliverTo: '*' });
    expect(claims.map((claim) => seal.open(claim.telegram_id_sealed))).toEqual([newId]);
  });

test('told in both places at the same moment it moves once all the same', async () => {
  const group = await outbox.chat(oldId, { kind: 'group' });
  await outbox.deliver(group, await outbox.digest());
  await Promise.all([told(), refused(), told()]);
  expect(await state()).toMatchObject([{ id: group.chat_id, where: 'new', follows: 1 }]);
});

test('topics move with their group, and join those that the new group has already', async () => {
  const whole = await outbox.chat(oldId);
  const topic = await outbox.chat(oldId, { thread_id: 4 });
  const known = await outbox.chat(newId, { thread_id: 4, due_at: minutes(60) });
  const other = await outbox.chat(newId, { thread_id: 9 });
  const waiting = await outbox.deliver(topic, await outbox.digest());
  await told();
  await told();
  expect(await state()).toMatchObject([
    { id: whole.chat_id, where: 'new', thread_id: 0, follows: 1 },
    { id: topic.chat_id, where: 'old', thread_id: 4, follows: 0, due_at: null },
    { id: known.chat_id, where: 'new', thread_id: 4, follows: 1 },
    { id: other.chat_id, where: 'new', thread_id: 9, follows: 1 },
  ]);
  expect(await outbox.delivery(waiting)).toMatchObject({ status: 'pending', chat_id: known.chat_id });
});

test('topics of one group are claimed one at a time, and wait for each other; a person does not', async () => {
  const chats = [
    await outbox.chat(newId),
    await outbox.chat(newId, { thread_id: 4 }),
    await outbox.chat(newId, { thread_id: 9 }),
    await outbox.chat(77),
  ];
  for (const chat of chats) await outbox.deliver(chat, await outbox.digest());
  const claim = async () => {
    const { claims } = await claimDue(db, now, { limit: 10, leaseSeconds: 15, deliverTo: '*' });
    return claims.map(({ thread_id, chat_kind }) => `${chat_kind} ${thread_id}`);
  };
  expect(await claim()).toEqual(['supergroup 0', 'private 0']);
  // Its place is over, and its message still on the way.
  await db
    .updateTable('chat_budget')
    .set({ next_place_at: '-infinity' as never })
    .execute();
  expect(await claim()).toEqual([]);
  await db.updateTable('delivery').set({ status: 'sent' }).where('status', '=', 'sending').execute();
  expect(await claim()).toEqual(['supergroup 4']);
});
