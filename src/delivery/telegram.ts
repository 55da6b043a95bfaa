import { Api, type ApiClientOptions, GrammyError, HttpError, InputFile } from 'grammy';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { Agent, type Dispatcher, request } from 'undici';
import type { Config } from '../config.js';
import { ConfigError } from '../errors.js';
import type { Part } from '../store/schema.js';
import { type Outcome, readPaidRefusal, readRefusal } from './outcome.js';
import type { Photo } from './pictures.js';

export type Telegram = Api;

/** How long an answer is waited for; what takes longer counts as lost. Well within a lease, and within a shutdown. */
const timeoutSeconds = 8;

/** How grammY reaches the Bot API: which server, and through which proxy. */
export function clientOptions(config: Pick<Config, 'telegramApiRoot' | 'httpsProxy'>): ApiClientOptions {
  const { telegramApiRoot: apiRoot, httpsProxy } = config;
  // The proxy's agent is one for grammY's own client.
  if (!httpsProxy || !apiRoot.startsWith('https:')) return { apiRoot, fetch: createPost() };
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

/** What grammY needs of `fetch`, at half the processor time for each message. */
function createPost(): NonNullable<ApiClientOptions['fetch']> {
  const dispatcher = new Agent({ connections: 100, connectTimeout: (timeoutSeconds * 1000) / 2 });
  const post = async (url: string, { method, headers, body, signal }: PostOptions) => {
    const answer = await request(url, { dispatcher, method, headers, body, signal });
    return { json: () => answer.body.json() };
  };
  return post as never;
}

type PostOptions = Pick<Dispatcher.RequestOptions, 'method' | 'body'> & {
  headers: Record<string, string>;
  signal: AbortSignal;
};

/** Sends one message, into the topic `threadId` unless it is 0, and says what became of it; never throws. */
export async function sendPart(
  telegram: Telegram,
  telegramId: number,
  payload: Part['payload'],
  {
    paidBroadcast,
    threadId = 0,
    silent = false,
    photo,
  }: { paidBroadcast: boolean; threadId?: number; silent?: boolean; photo?: Photo | undefined },
): Promise<Outcome> {
  const { picture: _, ...content } = payload;
  const message = {
    chat_id: telegramId,
    ...content,
    ...(threadId && { message_thread_id: threadId }),
    ...(silent && { disable_notification: true }),
    ...(paidBroadcast && { allow_paid_broadcast: true }),
  };
  try {
    if (photo) return await sendPhoto(telegram, message, photo);
    const { message_id } = await telegram.raw.sendMessage(message as never);
    return { kind: 'sent', message_id };
  } catch (error) {
    if (error instanceof GrammyError) {
      // The chat may still take a text.
      if (photo && noPhotos.test(error.description))
        return { kind: 'rejected', description: error.description };
      return paidBroadcast ? readPaidRefusal(error) : readRefusal(error);
    }
    return { kind: 'unknown', maybeSent: !neverLeft(error), description: describe(error) };
  }
}

const noPhotos = /not enough rights to send photos/;

async function sendPhoto(
  telegram: Telegram,
  { text, link_preview_options: _, ...message }: { chat_id: number } & Part['payload'],
  photo: Photo,
): Promise<Outcome> {
  const file = typeof photo === 'string' ? photo : new InputFile(photo, 'picture.png');
  const sent = await telegram.raw.sendPhoto({ ...message, photo: file, caption: text } as never);
  // The same picture in several sizes, the largest last.
  const fileId = sent.photo?.at(-1)?.file_id;
  return { kind: 'sent', message_id: sent.message_id, ...(fileId && { file_id: fileId }) };
}

/** The bot's own number, which its token begins with. */
export const botIdOf = ({ token }: Telegram): number => Number(token.split(':')[0]);

// Said before a connection stood, so nothing was sent.
const noConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

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
