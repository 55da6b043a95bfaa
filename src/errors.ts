/** Answered by the bot's one boundary in the reader's language: `key` names a text in locales/. */
export class UserError extends Error {
  readonly key: string;
  readonly args: Record<string, string | number>;

  constructor(key: string, args: Record<string, string | number> = {}) {
    super(key);
    this.name = 'UserError';
    this.key = key;
    this.args = args;
  }
}

export type SourceErrorKind =
  | 'address'
  | 'network'
  | 'timeout'
  | 'http'
  | 'redirect'
  | 'too_large'
  | 'not_a_feed'
  | 'malformed'
  | 'empty'
  /** The newspaper's robots.txt asks programs like ours not to read this. */
  | 'robots'
  /** Whether it does cannot be told just now. */
  | 'robots_unread'
  /** Not the source's fault: others of ours had the server's turn all the time. */
  | 'busy';

/** A source could not be read; recorded on the source with its kind, never shown to readers as it is. */
export class SourceError extends Error {
  readonly kind: SourceErrorKind;
  /** Seconds the publisher asked us to stay away (Retry-After). */
  readonly retryAfterSeconds: number | undefined;
  /** What the server answered, of kind 'http'. */
  readonly status: number | undefined;

  constructor(
    kind: SourceErrorKind,
    message: string,
    options: ErrorOptions & { retryAfterSeconds?: number | undefined; status?: number } = {},
  ) {
    super(message, options);
    this.name = 'SourceError';
    this.kind = kind;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.status = options.status;
  }
}

/** Something the person who runs Loa has to put right; every problem at once, exit 1. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
