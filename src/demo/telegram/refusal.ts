export interface RefusalParameters {
  retry_after?: number;
  migrate_to_chat_id?: number;
}

/** What Telegram answers when it will not do what it is asked. */
export class Refusal extends Error {
  readonly error_code: number;
  readonly parameters: RefusalParameters | undefined;

  constructor(error_code: number, description: string, parameters?: RefusalParameters) {
    super(description);
    this.name = 'Refusal';
    this.error_code = error_code;
    this.parameters = parameters;
  }
}

export const badRequest = (message: string, parameters?: RefusalParameters) =>
  new Refusal(400, `Bad Request: ${message}`, parameters);
export const forbidden = (message: string) => new Refusal(403, `Forbidden: ${message}`);
export const tooManyRequests = (seconds: number) =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
