import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { exportChat } from '../../src/store/chats.js';
import { testDatabase } from '../support/database.js';
import { createOutbox, now } from '../support/outbox.js';

const db = await testDatabase();
const outbox = await createOutbox(db);

// How a delivery is sent, which says nothing about the chat that its other columns do not.
const sending = [
  'subscription_id',
  'run_id',
  'marks',
  'lane',
  'send_after',
  'send_before',
  'late_after',
  'next_part',
  'lease_until',
  'attempts',
  'repeats',
];
// What is kept of a chat and stays out of the file, by table: keys of rows, and those that the bot opens itself.
const leftOut: Record<string, readonly string[]> = {
  chat: ['id', 'telegram_id_hash', 'telegram_id_sealed', 'budget_id'],
  // Of its districts the file says what each became.
  subscription: ['id', 'chat_id', 'origin_id'],
  delivery: ['id', 'chat_id', ...sending],
  served_part: ['chat_id'],
  report: ['chat_id'],
};
// When a message may go to it next, to the second.
const tablesLeftOut = ['chat_budget'];

test('whatever is stored about a chat is in its file, or left out for a reason', async () => {
  const chat = await outbox.chat(7);
  const digest = await outbox.digest();
  await outbox.deliver(chat, digest);
  const of = { chat_id: chat.chat_id, article_id: digest.article_ids[0]! };
  await db
    .insertInto('served_part')
    .values({ ...of, served_at: now })
    .execute();
  await db
    .insertInto('report')
    .values({ ...of, reported_at: now })
    .execute();
  const exported = await exportChat(db, chat.chat_id);

  const { rows } = await sql<{ name: string; columns: string[] }>`
    select c.relname as name, array_agg(a.attname::text order by a.attname) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and (c.relname = 'chat' or exists (
      select from pg_constraint f where f.conrelid = c.oid and f.confrelid = 'chat'::regclass))
    group by c.relname`.execute(db);
  const tables = rows.filter(({ name }) => !tablesLeftOut.includes(name));
  expect(tables.map(({ name }) => name)).toContain('subscription');
  const file: Record<string, string[]> = {};
  const stored: Record<string, string[]> = {};
  for (const { name, columns } of tables) {
    const row = name === 'chat' ? exported : (exported[plural(name)] as object[] | undefined)?.[0];
    const parts = tables.map((table) => plural(table.name));
    file[name] = Object.keys(row ?? {})
      .filter((key) => name !== 'chat' || !parts.includes(key))
      .toSorted();
    stored[name] = columns.filter((column) => !leftOut[name]?.includes(column));
  }
  expect(file).toEqual(stored);
});

const plural = (name: string) => (name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`);
