import { sql, type Transaction } from 'kysely';
import type { Night } from '../quiet.js';
import { Html, html, nameIn } from '../texts.js';
import { recordNotice } from './notices.js';
import type { Database, Names } from './schema.js';
import type { Move } from './successors.js';

type Step = Omit<Move, 'chat_id'>;

// Of a chat that follows very many districts; one line each in a message of 4,096 characters.
const mostLines = 20;

/**
 * Tells everyone who was moved to other districts, in one message each: not in their quiet hours, and not during a
 * pause. The caller has ensured the partition of `now`.
 */
export async function recordMoves(
  trx: Transaction<Database>,
  moves: readonly Move[],
  night: Night | undefined,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ locale: string; steps: Step[]; chat_ids: number[] }>`
    select locale, steps, array_agg(chat_id order by chat_id) as chat_ids
    from (
      select c.id as chat_id, c.locale,
        jsonb_agg(distinct jsonb_build_object('from', m."from", 'to', m."to", 'back', m.back)) as steps
      from jsonb_to_recordset(${JSON.stringify(moves)}) as m (chat_id bigint, "from" text, "to" text, back boolean)
      join chat c on c.id = m.chat_id
      group by c.id
    ) told
    group by locale, steps`.execute(trx);
  if (!rows.length) return;
  const districts = await trx.selectFrom('district').select(['id', 'name']).orderBy('position').execute();
  for (const { locale, steps, chat_ids } of rows) {
    const payload = { text: movesText(locale, steps, districts), parse_mode: 'HTML' as const };
    await recordNotice(trx, payload, chat_ids, { now, night });
  }
}

/** One line for each district that others belong to now, or that is back. */
function movesText(
  locale: string,
  steps: readonly Step[],
  districts: readonly { id: string; name: Names }[],
): string {
  const namesOf = (ids: readonly string[]) =>
    districts
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => nameIn(locale, name))
      .join(', ');
  const lines = districts.flatMap(({ id: to }) => {
    const own = steps.filter((step) => step.to === to);
    const gone = own.filter(({ back }) => !back).map(({ from }) => from);
    return [
      ...(gone.length
        ? [html(locale, 'bot-district-moved', { from: namesOf(gone), to: namesOf([to]) })]
        : []),
      ...(own.some(({ back }) => back) ? [html(locale, 'bot-district-back', { to: namesOf([to]) })] : []),
    ];
  });
  return html(locale, 'bot-districts-moved', {
    list: new Html(lines.slice(0, mostLines).join('\n')),
    more: Math.max(0, lines.length - mostLines),
  });
}
