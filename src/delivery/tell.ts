import { log } from '../log.js';
import { holdForFlood } from '../store/budget.js';
import { claimUntold, recordTold, type Untold } from '../store/incidents.js';
import { html } from '../texts.js';
import { formatDay, formatTime } from '../time.js';
import { allowedChats, type SendDeps } from './deps.js';
import { sendPart } from './telegram.js';

/**
 * Tells each owner, in the chat, of every incident once and once more when it is over. Straight through the Bot API:
 * an owner need not be a chat that is served, and the outbox may be what has stopped. Not during a flood wait; who
 * cannot be told now is told the next time.
 */
export async function tellOwners(deps: SendDeps, now: Date): Promise<void> {
  const passed: number[] = [];
  const deliverTo = allowedChats(deps);
  for (;;) {
    const told = await deps.db.transaction().execute(async (trx) => {
      const untold = await claimUntold(trx, { now, deliverTo, passed });
      if (!untold) return false;
      if (await tell(deps, untold)) await recordTold(trx, untold, now);
      else passed.push(untold.staff_id);
      return true;
    });
    if (!told) return;
  }
}

/** False when it is worth another try. */
async function tell(deps: SendDeps, untold: Untold): Promise<boolean> {
  const text = incidentText(untold, deps.pack.time_zone);
  const payload = { text, parse_mode: 'HTML' as const, link_preview_options: { is_disabled: true } };
  const telegramId = deps.seal.open(untold.telegram_id_sealed);
  const outcome = await sendPart(deps.telegram, telegramId, payload, { paidBroadcast: false });
  switch (outcome.kind) {
    case 'sent':
      return true;
    case 'gone':
    case 'moved':
    case 'rejected':
      log.warn({ incident: untold.id, outcome: outcome.kind }, 'an owner cannot be told of an incident');
      return true;
    case 'wait':
      // No chat of ours: as for any private chat, the whole bot waits.
      await holdForFlood(deps.db, { id: 0, isPrivate: true }, outcome.seconds);
      return false;
    case 'unauthorized':
    case 'unpaid':
    case 'unknown':
      return false;
    default:
      return outcome satisfies never;
  }
}

function incidentText(
  { kind, phase, details, began_at, ended_at, locale }: Untold,
  timeZone: string,
): string {
  const instant = (name: string) => (typeof details[name] === 'string' ? new Date(details[name]) : began_at);
  const at = (name: string, instant: Date) => ({
    [`${name}_time`]: formatTime(instant, timeZone),
    [`${name}_day`]: formatDay(instant, timeZone, locale),
  });
  return html(locale, `incident-${kind}-${phase}`, {
    ...details,
    ...at('slot', instant('slot')),
    ...at('since', instant('since')),
    ...at('began', began_at),
    ...at('ended', ended_at ?? began_at),
  });
}
