import { Command } from 'commander';
import { cutDigests, previewCut } from '../digest/cut.js';
import { withStore } from './context.js';
import { instant } from './instant.js';

export function digestCommand(): Command {
  return new Command('digest')
    .description('close an edition and cut the digests that are due')
    .option('--at <ISO>', 'as if it were this time', instant)
    .option('--dry-run', 'say what would be cut, and change nothing')
    .action(async ({ at, dryRun = false }: { at?: Date; dryRun?: boolean }) => {
      await withStore(async ({ db, pack, seal, config }) => {
        const realNow = new Date();
        const cut = dryRun ? previewCut : cutDigests;
        const { edition, chats, deliveries, digests } = await cut(db, pack, at ?? realNow, {
          deliverTo: config.deliverTo === '*' ? '*' : config.deliverTo.map(seal.hash),
          ...(at ? { realNow } : {}),
        });
        process.stdout.write(
          `${dryRun ? 'dry run: ' : ''}edition ${edition}: ${chats} chats due, ${digests} digests, ${deliveries} deliveries\n`,
        );
      });
    });
}
