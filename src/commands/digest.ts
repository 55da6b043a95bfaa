import { Command } from 'commander';
import { cutDigests, previewCut } from '../digest/cut.js';
import { openSeal, withStore } from './context.js';
import { instant } from './instant.js';

export function digestCommand(): Command {
  return new Command('digest')
    .description('close an edition and cut the digests that are due')
    .option(
      '--at <ISO>',
      "as if it were this time, in the region's time zone unless it names one; what is cut is really sent",
    )
    .option('--dry-run', 'say what would be cut, and change nothing')
    .action(async ({ at: written, dryRun = false }: { at?: string; dryRun?: boolean }) => {
      await withStore(async (store) => {
        const { db, pack, config } = store;
        const realNow = new Date();
        const at = written === undefined ? undefined : instant(written, pack.time_zone);
        const cut = dryRun ? previewCut : cutDigests;
        const { edition, chats, deliveries, digests } = await cut(db, pack, at ?? realNow, {
          deliverTo: config.deliverTo === '*' ? '*' : config.deliverTo.map((await openSeal(store)).hash),
          ...(at ? { realNow } : {}),
        });
        process.stdout.write(
          `${dryRun ? 'dry run: ' : ''}edition ${edition}: ${chats} chats due, ${digests} digests, ${deliveries} deliveries\n`,
        );
      });
    });
}
