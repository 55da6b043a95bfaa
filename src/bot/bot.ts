import { autoRetry } from '@grammyjs/auto-retry';
import { sequentialize } from '@grammyjs/runner';
import { type ApiClientOptions, Bot, type NextFunction } from 'grammy';
import { clientOptions } from '../delivery/telegram.js';
import { ConfigError } from '../errors.js';
import { nearestLocale } from '../texts.js';
import { addSource } from './add-source.js';
import { admin } from './admin.js';
import { answerError, answerEveryPress } from './boundary.js';
import { broadcast } from './broadcast.js';
import { claim } from './claim.js';
import { consent } from './consent.js';
import type { BotContext, BotDeps } from './context.js';
import { districts } from './districts.js';
import { fallback } from './fallback.js';
import { feedback } from './feedback.js';
import { findThisChat } from './following.js';
import { onlyGroupAdmins } from './groups.js';
import { help } from './help.js';
import { inline } from './inline.js';
import { invite } from './invite.js';
import { membership } from './membership.js';
import { news } from './news.js';
import { official } from './official.js';
import { privacy } from './privacy.js';
import { queue } from './queue.js';
import { remembered } from './remembered.js';
import { roles } from './roles.js';
import { runs } from './runs.js';
import { search } from './search.js';
import { settings } from './settings.js';
import { sourceDetails } from './source-details.js';
import { sources } from './sources.js';
import { start } from './start.js';
import { status } from './status.js';
import { stop } from './stop.js';
import { typed } from './typed.js';
import { withdraw } from './withdraw.js';

/** In the order they are asked: links with a code before plain /start, a typed place after everything else. */
const parts = [
  membership,
  ...[
    claim,
    official,
    roles,
    admin,
    queue,
    remembered,
    withdraw,
    broadcast,
    runs,
    invite,
    sources,
    addSource,
    sourceDetails,
  ],
  ...[start, consent, districts, news, search, inline, feedback, settings, stop, privacy, help, status],
  typed,
  fallback,
];

/**
 * The bot with everything a person can do. `client` goes to grammY beside what the configuration says: another
 * fetch, another time-out.
 */
export function createBot(deps: BotDeps, options: { client?: ApiClientOptions } = {}): Bot<BotContext> {
  const { botToken } = deps.config;
  if (!botToken) throw new ConfigError(['BOT_TOKEN: is needed to start the bot']);
  const bot = new Bot<BotContext>(botToken, { client: { ...clientOptions(deps.config), ...options.client } });
  // A person waits for the answer: a flood wait of seconds is sat out, a longer one is an error.
  bot.api.config.use(autoRetry({ maxRetryAttempts: 2, maxDelaySeconds: 15 }));
  bot.use(sequentialize((ctx) => ctx.chat && String(ctx.chat.id)));
  bot.use((ctx, next) => {
    ctx.deps = deps;
    ctx.now = deps.clock();
    ctx.locale = nearestLocale(ctx.from?.language_code);
    return next();
  });
  bot.errorBoundary(answerError, answerEveryPress, readLocale, onlyGroupAdmins, ...parts);
  return bot;
}

async function readLocale(ctx: BotContext, next: NextFunction): Promise<void> {
  const chat = await findThisChat(ctx);
  if (chat) ctx.locale = chat.locale;
  await next();
}
