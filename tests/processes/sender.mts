import { runSender } from '../../src/processes/sender.js';
import { createSeal } from '../../src/seal.js';
import { connect } from '../../src/store/database.js';
import { pack } from '../support/news.js';

// Run as a process of its own, to be killed: `<database url> <Bot API root> <token> <messages per second>`.
const [databaseUrl, telegramApiRoot, botToken, rate] = process.argv.slice(2);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const db = connect(databaseUrl!);
const config = {
  databaseUrl,
  dataDir: '/nowhere',
  telegramApiRoot: telegramApiRoot!,
  botToken,
  httpsProxy: undefined,
  sendRate: Number(rate),
  paidBroadcast: false,
  deliverTo: '*' as const,
};
const seal = createSeal(Buffer.alloc(32, 7));
await runSender({ db, seal, config, pack, clock: () => new Date() }, stop.signal);
await db.destroy();
