import { sql, type Transaction } from 'kysely';
import { html, nameIn } from '../texts.js';
import type { Database } from './schema.js';
import type { Move } from './successors.js';

/**
 * Tells everyone who was moved to another district, once: not before `send_after`, and not during a pause. The
 * caller has ensured the partition of `now`.
 */
export async function recordMoves(
  trx: Transaction<Database>,
  moves: readonly Move[],
  send_after: Date | null,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ locale: string; from: string; to: string; chat_ids: number[] }>`
    select c.locale, m."from", m."to", array_agg(c.id order by c.id) as chat_ids
    from jsonb_to_recordset(${JSON.stringify(moves)}) as m (chat_id bigint, "from" text, "to" text)
    join chat c on c.id = m.chat_id
    group by c.locale, m."from", m."to"`.execute(trx);
  const districts = await trx.selectFrom('district').select(['id', 'name']).execute();
  const names = new Map(districts.map(({ id, name }) => [id, name]));
  for (const { locale, from, to, chat_ids } of rows) {
    const name = (id: string) => nameIn(locale, names.get(id) ?? {});
    const text = html(locale, 'bot-district-moved', { from: name(from), to: name(to) });
    const { id } = await trx
      .insertInto('announcement')
      .values({
        created_by: null,
        parts: JSON.stringify([{ payload: { text, parse_mode: 'HTML' }, article_ids: [] }]),
        created_at: now,
        confirmed_at: now,
        withdrawn_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sql`
      insert into delivery (slot, kind, chat_id, announcement_id, lane, send_after, created_at)
      select ${now}, 'supplement', id, ${id}, 4, greatest(paused_until, ${send_after}::timestamptz), ${now}
      from chat where id = any(${chat_ids})`.execute(trx);
  }
}
