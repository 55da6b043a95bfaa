import type { Answer } from '../../../src/demo/telegram/telegram.js';

interface Update {
  update_id: number;
}
type Params = Record<string, unknown>;

const ok = (result: unknown): Answer => ({ ok: true, result });
const refuse = (error_code: number, description: string): Answer => ({ ok: false, error_code, description });

/** Updates on their way to the bot: asked for (getUpdates) or brought (webhook). */
export function createUpdates(call: (method: string, params: Params) => Answer) {
  let pending: Update[] = [];
  let webhook: { url: string; secret: string | undefined } | undefined;
  let lastError: string | undefined;
  let allowed: string[] | undefined;
  let wake: () => void = () => undefined;
  let terminate: ((answer: Answer) => void) | undefined;
  let delivering: Promise<void> = Promise.resolve();
  let closed = false;

  const isAllowed = (update: Update) => !allowed?.length || allowed.some((kind) => kind in update);

  async function deliver(update: Update): Promise<void> {
    for (let attempt = 0; !closed && webhook; attempt++) {
      const to = webhook;
      try {
        const response = await fetch(to.url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(to.secret && { 'x-telegram-bot-api-secret-token': to.secret }),
          },
          body: JSON.stringify(update),
        });
        const body = await response.text();
        if (response.ok) {
          pending = pending.filter((one) => one !== update);
          const answer = body.startsWith('{') ? (JSON.parse(body) as Params) : {};
          if (typeof answer.method === 'string') call(answer.method, answer);
          return;
        }
        lastError = `Wrong response from the webhook: ${response.status} ${response.statusText}`;
      } catch (error) {
        lastError = `Connection failed: ${String(error)}`;
      }
      // Telegram waits 2, 4, 8 … seconds; here hundredths of that.
      await new Promise((resolve) => setTimeout(resolve, Math.min(20 * 2 ** attempt, 1000)));
    }
  }

  const methods: Record<string, (params: Params) => Answer | Promise<Answer>> = {
    async getupdates(params) {
      if (webhook)
        return refuse(
          409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      terminate?.(
        refuse(
          409,
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
        ),
      );
      terminate = undefined;
      if (params.allowed_updates !== undefined) allowed = params.allowed_updates as string[];
      const offset = Number(params.offset ?? 0);
      if (offset > 0) pending = pending.filter(({ update_id }) => update_id >= offset);
      if (offset < 0) pending = pending.slice(offset);
      const limit = Math.min(Math.max(Number(params.limit ?? 100), 1), 100);
      if (!pending.length) {
        const ended = await waitForUpdate(Math.min(Number(params.timeout ?? 0), 50));
        if (ended) return ended;
      }
      return ok(pending.slice(0, limit));
    },
    setwebhook(params) {
      const url = String(params.url ?? '');
      const secret = params.secret_token === undefined ? undefined : String(params.secret_token);
      if (secret && secret.length > 256) return refuse(400, 'Bad Request: secret token is too long');
      if (secret && !/^[\w-]*$/.test(secret))
        return refuse(400, 'Bad Request: secret token contains unallowed characters');
      if (url && !URL.canParse(url)) return refuse(400, 'Bad Request: invalid webhook URL specified');
      terminate?.(refuse(409, 'Conflict: terminated by setWebhook request'));
      terminate = undefined;
      if (params.allowed_updates !== undefined) allowed = params.allowed_updates as string[];
      if (String(params.drop_pending_updates) === 'true') pending = [];
      webhook = url ? { url, secret } : undefined;
      for (const update of pending) delivering = delivering.then(() => deliver(update));
      return ok(true);
    },
    deletewebhook: (params) =>
      methods.setwebhook!({ url: '', drop_pending_updates: params.drop_pending_updates }) as Answer,
    getwebhookinfo: () =>
      ok({
        url: webhook?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: pending.length,
        ...(lastError && { last_error_message: lastError }),
      }),
  };

  /** Until an update comes, the time is over, or another poller takes its place (its answer is returned). */
  function waitForUpdate(seconds: number): Promise<Answer | undefined> {
    if (seconds <= 0) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), seconds * 1000);
      const end = (answer: Answer | undefined) => {
        clearTimeout(timer);
        resolve(answer);
      };
      wake = () => end(undefined);
      terminate = end;
    });
  }

  return {
    methods,
    /** Resolves once the webhook has taken the update; at once where the bot asks for updates itself. */
    push(update: Update): Promise<void> | undefined {
      if (!isAllowed(update)) return undefined;
      pending.push(update);
      wake();
      if (!webhook) return undefined;
      delivering = delivering.then(() => deliver(update));
      return delivering;
    },
    close() {
      closed = true;
      terminate?.(ok([]));
    },
  };
}
