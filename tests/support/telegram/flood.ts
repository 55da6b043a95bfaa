export interface FloodLimits {
  /** Messages of the whole bot in any second. */
  perSecond?: number;
  /** Messages to one chat in any second. */
  perChatSecond?: number;
  /** Messages to one group or channel in any minute. */
  perGroupMinute?: number;
  /** How long a wait lasts, in seconds. */
  retryAfter?: number;
}

/**
 * Telegram's flood control: who exceeds a limit waits, and every message sent meanwhile is refused too. Returns
 * the seconds to wait, or undefined where the message may go.
 */
export function floodControl(limits: FloodLimits, nowMs: () => number = () => performance.now()) {
  const { perSecond, perChatSecond, perGroupMinute, retryAfter = 1 } = limits;
  const sent = new Map<string, number[]>();
  const heldUntil = new Map<string, number>();
  const windows = (chatId: number, group: boolean): [string, number | undefined, number][] => [
    ['bot', perSecond, 1000],
    [`chat ${chatId}`, perChatSecond, 1000],
    [`group ${chatId}`, group ? perGroupMinute : undefined, 60_000],
  ];
  return ({ id, type }: { id: number; type: string }): number | undefined => {
    const now = nowMs();
    const own = windows(id, type !== 'private');
    for (const [name, limit, span] of own) {
      const held = heldUntil.get(name) ?? 0;
      if (held > now) return Math.ceil((held - now) / 1000);
      const recent = (sent.get(name) ?? []).filter((at) => at > now - span);
      sent.set(name, recent);
      if (limit === undefined || recent.length < limit) continue;
      heldUntil.set(name, now + retryAfter * 1000);
      return retryAfter;
    }
    for (const [name] of own) sent.get(name)!.push(now);
    return undefined;
  };
}
