import { Api, type ApiClientOptions, GrammyError, HttpError } from 'grammy';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Config } from '../config.js';
import { ConfigError } from '../errors.js';
import type { Part } from '../store/schema.js';
import { type Outcome, readRefusal } from './outcome.js';

export type Telegram = Api;

/** How long an answer is waited for; what takes longer counts as lost. Well within a lease, and within a shutdown. */
const timeoutSeconds = 8;

/** How grammY reaches the Bot API: which server, and through which proxy. */
export function clientOptions(config: Pick<Config, 'telegramApiRoot' | 'httpsProxy'>): ApiClientOptions {
  const { telegramApiRoot: apiRoot, httpsProxy } = config;
  if (!httpsProxy || !apiRoot.startsWith('https:')) return { apiRoot };
  const agent = new HttpsProxyAgent(httpsProxy, { keepAlive: true });
  return { apiRoot, baseFetchConfig: { agent, compress: true } };
}

/** The Bot API for deliveries; `client` takes its place where there is no network (the demo). */
export function openTelegram(
  config: Pick<Config, 'botToken' | 'telegramApiRoot' | 'httpsProxy'>,
  client: ApiClientOptions = {},
): Telegram {
  if (!config.botToken) throw new ConfigError(['BOT_TOKEN: is needed to send']);
  return new Api(config.botToken, { ...clientOptions(config), timeoutSeconds, ...client });
}

/** Sends one message and says what became of it; never throws. */
export async function sendPart(
  telegram: Telegram,
  telegramId: number,
  payload: Part['payload'],
  { paidBroadcast }: { paidBroadcast: boolean },
): Promise<Outcome> {
  const message = {
    chat_id: telegramId,
    ...payload,
    ...(paidBroadcast && { allow_paid_broadcast: true }),
  };
  try {
    const { message_id } = await telegram.raw.sendMessage(message as never);
    return { kind: 'sent', message_id };
  } catch (error) {
    if (error instanceof GrammyError) return readRefusal(error);
    return { kind: 'unknown', maybeSent: !neverLeft(error), description: describe(error) };
  }
}

// Said before a connection stood, so nothing was sent.
const noConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function neverLeft(error: unknown): boolean {
  const cause = error instanceof HttpError ? error.error : error;
  return noConnection.has((cause as { code?: string } | undefined)?.code ?? '');
}

/** The cause's code alone: its message may name the address, and with it the token. */
function describe(error: unknown): string {
  const cause = error instanceof HttpError ? error.error : error;
  const { code, type } = (cause ?? {}) as { code?: string; type?: string };
  return code ?? type ?? 'no answer';
}
