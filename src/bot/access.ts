import type { Composer } from 'grammy';
import type { Role } from '../store/schema.js';
import { findStaff, outranks, type Person, type Staff } from '../store/staff.js';
import { type BotContext, isPrivate } from './context.js';
import { answeredQuestion } from './question.js';

/** The one table of who may do what: the lowest role, the commands, and how the part's button data begins. */
const parts = {
  admin: { role: 'viewer', commands: ['admin', 'quantri'], data: 'v1:aa:' },
  broadcast: { role: 'editor', commands: ['broadcast', 'thongbao'], data: 'v1:ab:' },
  queue: { role: 'editor', commands: [], data: 'v1:aq:' },
  withdraw: { role: 'editor', commands: [], data: 'v1:aw:' },
  runs: { role: 'admin', commands: ['retry', 'guilai'], data: 'v1:au:' },
  sources: { role: 'admin', commands: ['sources', 'nguon'], data: 'v1:as:' },
  invite: { role: 'admin', commands: ['invite', 'moi'], data: 'v1:ai:' },
  roles: { role: 'viewer', commands: ['roles', 'vaitro'], data: 'v1:ar:' },
  grants: { role: 'admin', commands: [], data: 'v1:ag:' },
  audit: { role: 'admin', commands: ['audit', 'nhatky'], data: 'v1:al:' },
} satisfies Record<string, { role: Role; commands: string[]; data: string }>;

export type Part = keyof typeof parts;

export type StaffContext = BotContext & {
  /** The sender, who has the role that the part asks for. */
  staff: Staff;
};

/** Commands of a part, the English name first. */
export const commandsOf = (part: Part): string[] => parts[part].commands;

/** Whether a role may use a part. */
export const mayUse = (role: Role, part: Part): boolean => outranks(role, parts[part].role);

/**
 * What `composer` hears of a part from people who may use it: by sender, never by chat, looked up at every
 * message and every press, in private chats only. To everyone else the part does not exist.
 */
export function requires(part: Part, composer: Composer<BotContext>): Composer<StaffContext> {
  const allowed = composer.filter(async (ctx) => {
    const staff = concerns(ctx, part) && (await findAllowed(ctx, part));
    if (!staff) return false;
    Object.assign(ctx, { staff });
    return true;
  });
  return allowed as unknown as Composer<StaffContext>;
}

/** The sender, if they may use a part and are in their private chat. */
export async function findAllowed(ctx: BotContext, part: Part): Promise<Staff | undefined> {
  if (!isPrivate(ctx) || !ctx.from) return undefined;
  const staff = await findStaff(ctx.deps.db, ctx.deps.seal.hash(ctx.from.id));
  return staff && mayUse(staff.role, part) ? staff : undefined;
}

function concerns(ctx: BotContext, part: Part): boolean {
  const { commands, data } = parts[part];
  if (ctx.callbackQuery) return ctx.callbackQuery.data?.startsWith(data) ?? false;
  return ctx.hasCommand(commands) || (answeredQuestion(ctx)?.startsWith(data) ?? false);
}

/** The sender as the store keeps people with a role. */
export function senderOf(ctx: BotContext): Person {
  const id = ctx.from!.id;
  const { seal } = ctx.deps;
  return { telegram_id_hash: seal.hash(id), telegram_id_sealed: seal.seal(id), locale: ctx.locale };
}
