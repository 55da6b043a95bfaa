import { Command } from 'commander';
import { countChats } from '../store/counts.js';
import { listChatGroups, listFollowers } from '../store/following.js';
import { startOfDay } from '../time.js';
import { withStore } from './context.js';

export function chatsCommand(): Command {
  return new Command('chats')
    .description('count the chats that follow something, by kind and by district; no personal data')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await withStore(async ({ db, pack }) => {
        const now = new Date();
        const totals = await countChats(db, startOfDay(now, pack.time_zone), now);
        const groups = await listChatGroups(db);
        const districts = await listFollowers(db);
        if (json) return console.log(JSON.stringify({ ...totals, groups, districts }, null, 2));
        console.log(
          `receiving ${totals.receiving} · paused ${totals.paused} · blocked today ${totals.blocked}`,
        );
        for (const { style, kind, locale, chats } of groups)
          console.log(`${style} ${kind} ${locale}: ${chats}`);
        for (const { district_id, chats } of districts) console.log(`${district_id}: ${chats}`);
      });
    });
}
