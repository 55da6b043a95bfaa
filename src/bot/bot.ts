import { autoRetry } from '@grammyjs/auto-retry';
import { sequentialize } from '@grammyjs/runner';
import { type ApiClientOptions, Bot, type NextFunction } from 'grammy';
import { createPictures } from '../delivery/pictures.js';
import { clientOptions } from '../delivery/telegram.js';
import { ConfigError } from '../errors.js';
import { nearestLocale, offeredLocales } from '../texts.js';
import { addSource } from './add-source.js';
import { admin } from './admin.js';
import { audit } from './audit.js';
import { answerError, answerEveryPress } from './boundary.js';
import { broadcast } from './broadcast.js';
import { askChannel, channels, onBehalf } from './channels.js';
import { claim } from './claim.js';
import { lowerCommand } from './commands.js';
import { consent } from './consent.js';
import { type BotContext, type BotDeps, readSubject } from './context.js';
import { date } from './date.js';
import { day } from './day.js';
import { districts } from './districts.js';
import { fallback } from './fallback.js';
import { feedback } from './feedback.js';
import { findThisChat } from './following.js';
import { frequency } from './frequency.js';
import { askRight, isMeantForUs, onlyGroupAdmins } from './groups.js';
import { help } from './help.js';
import { inline } from './inline.js';
import { invite } from './invite.js';
import { keywords } from './keywords.js';
import { membership } from './membership.js';
import { month } from './month.js';
import { news, typedNews } from './news.js';
import { official } from './official.js';
import { handleOnce } from './once.js';
import { others } from './others.js';
import { pictures } from './pictures.js';
import { privacy } from './privacy.js';
import { queue } from './queue.js';
import { quietHours } from './quiet-hours.js';
import { remembered } from './remembered.js';
import { roles } from './roles.js';
import { runs } from './runs.js';
import { search } from './search.js';
import { sections } from './sections.js';
import { servedHours } from './served-hours.js';
import { settings } from './settings.js';
import { share } from './share.js';
import { sourceDetails } from './source-details.js';
import { sources } from './sources.js';
import { hearSpoken } from './spoken.js';
import { standing } from './standing.js';
import { start } from './start.js';
import { status } from './status.js';
import { stop } from './stop.js';
import { typed } from './typed.js';
import { withdraw } from './withdraw.js';

/** In the order they are asked: links with a code before plain /start, a typed place after everything else. */
const parts = [
  standing,
  membership,
  channels,
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
    audit,
  ],
  ...[frequency, servedHours, quietHours],
  ...[
    start,
    consent,
    districts,
    news,
    search,
    inline,
    pictures,
    feedback,
    share,
    settings,
    sections,
    keywords,
    stop,
    privacy,
    help,
    status,
  ],
  ...[month, day, others, date, typedNews],
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
  bot.use((ctx, next) => {
    lowerCommand(ctx);
    return isMeantForUs(ctx) ? next() : undefined;
  });
  bot.use(sequentialize((ctx) => ctx.chat && String(ctx.chat.id)));
  const pictures = createPictures(deps.db, () => bot.botInfo.id);
  const offered = offeredLocales(deps.pack);
  bot.use((ctx, next) => {
    ctx.deps = deps;
    ctx.pictures = pictures;
    ctx.now = deps.clock();
    ctx.subject = readSubject(ctx);
    // Telegram has taken it out of what people write; whoever calls a webhook need not have, and no database keeps it.
    for (const said of [ctx.message, ctx.message?.reply_to_message])
      if (said?.text) said.text = said.text.replaceAll('\0', ' ');
    ctx.locale = nearestLocale(ctx.from?.language_code, offered);
    return next();
  });
  bot.errorBoundary(
    answerError,
    askRight,
    askChannel,
    handleOnce,
    answerEveryPress,
    onBehalf,
    readLocale,
    onlyGroupAdmins,
    hearSpoken,
    ...parts,
  );
  return bot;
}

async function readLocale(ctx: BotContext, next: NextFunction): Promise<void> {
  const chat = await findThisChat(ctx);
  if (chat) ctx.locale = chat.locale;
  await next();
}
