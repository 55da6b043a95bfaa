import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from 'kysely';
import type { Database } from './schema.js';

/** The database as the handlers of one update see it: what they do is one transaction, together with the note that the update was handled. */
export interface UpdateWork {
  db: Kysely<Database>;
  /** False if the update has been handled already. Waits for another process that has it in hand. */
  begin(): Promise<boolean>;
  /** Makes what was done so far stand. What is done after it is a transaction of its own. */
  commit(): Promise<void>;
  /** Takes back what was not committed. */
  rollback(): Promise<void>;
}

/**
 * Telegram repeats an update whose handling it did not hear of, to this process or to another. `hash`: of the update.
 * A transaction begins with the first query and holds a connection to its end, so nobody waits for Telegram within one.
 * What has been read in it is not read again until something else than reading is done.
 */
export function openUpdateWork(root: Kysely<Database>, hash: Buffer, now: Date): UpdateWork {
  let open: Promise<Held> | undefined;
  let wrote = false;
  const read = new Map<string, Promise<QueryResult<unknown>>>();
  const hold = async (first: string) => {
    open = begin(root, first);
    try {
      return await open;
    } catch (error) {
      open = undefined;
      throw error;
    }
  };
  // One after the other, whatever a handler does at once.
  let last: Promise<unknown> = Promise.resolve();
  const ask = (query: CompiledQuery) => {
    const asked = last.then(async () => (await (open ?? hold('begin'))).connection.executeQuery(query));
    last = asked.catch(() => undefined);
    return asked;
  };
  const execute = async (query: CompiledQuery) => {
    if (!isPlainRead(query)) {
      read.clear();
      wrote ||= !isWrittenRead(query);
      return ask(query);
    }
    const key = JSON.stringify([query.sql, query.parameters.map(nameValue)]);
    const asked = read.get(key) ?? ask(query);
    read.set(key, asked);
    const { rows, ...rest } = await asked;
    return { ...rest, rows: [...rows] };
  };
  const end = async (how: string) => {
    const ending = open;
    open = undefined;
    wrote = false;
    read.clear();
    if (!ending) return;
    const { connection, release } = await ending;
    try {
      await connection.executeQuery(CompiledQuery.raw(how));
    } finally {
      release();
    }
  };
  return {
    db: new Kysely<Database>({
      dialect: {
        createAdapter: () => adapter,
        createQueryCompiler: () => compiler,
        createIntrospector: (db) => new PostgresIntrospector(db),
        createDriver: () => createDriver(execute),
      },
    }),
    async begin() {
      // Without parameters several statements are one message to the server.
      const note = `insert into handled_update (hash, handled_at) values ('\\x${hash.toString('hex')}', '${now.toISOString()}')`;
      try {
        await hold(`begin; ${note}`);
        return true;
      } catch (error) {
        if ((error as { code?: string }).code === uniqueViolation) return false;
        throw error;
      }
    },
    // A note that a power failure takes is of an update that is answered again, and does nothing.
    commit: () => end(wrote ? 'commit' : 'set local synchronous_commit = off; commit'),
    rollback: () => end('rollback'),
  };
}

const uniqueViolation = '23505';
const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();

/** A connection that nobody else uses until it is released. */
interface Held {
  connection: DatabaseConnection;
  release(): void;
}

/** Takes a connection and begins a transaction on it with these statements; one that fails is ended here. */
async function begin(root: Kysely<Database>, statements: string): Promise<Held> {
  const held = await new Promise<Held>((resolve, reject) => {
    root
      .getExecutor()
      .provideConnection((connection) => new Promise<void>((release) => resolve({ connection, release })))
      .catch(reject);
  });
  try {
    await held.connection.executeQuery(CompiledQuery.raw(statements));
    return held;
  } catch (error) {
    await held.connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined);
    held.release();
    throw error;
  }
}

/** A hash by its text; as JSON it would be a list of its bytes. */
const nameValue = (value: unknown) => (value instanceof Buffer ? value.toString('base64') : value);

/** Whether asking again would give the same, and changes nothing: no lock, nothing written by hand. */
function isPlainRead({ query }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' && !query.with && !query.endModifiers?.length;
}

/**
 * Whether a query written by hand stores nothing: it does not name what would. It may still wait for others or take a
 * number, so what was read before it is read again.
 */
function isWrittenRead({ query, sql }: CompiledQuery): boolean {
  return (
    query.kind === 'RawNode' && /^\s*(select|with)\b/i.test(sql) && !/\b(insert|update|delete)\b/i.test(sql)
  );
}

/** Transactions within the one of the update are savepoints. */
function createDriver(execute: (query: CompiledQuery) => Promise<QueryResult<unknown>>) {
  const connection: DatabaseConnection = {
    executeQuery: <Row>(query: CompiledQuery) => execute(query) as Promise<QueryResult<Row>>,
    streamQuery: () => {
      throw new Error('no handler streams');
    },
  };
  const names: string[] = [];
  let taken = 0;
  const run = (statement: string) => execute(CompiledQuery.raw(statement)).then(() => undefined);
  return {
    init: async () => undefined,
    destroy: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    beginTransaction: () => run(`savepoint ${names[names.push(`work${++taken}`) - 1]}`),
    commitTransaction: () => run(`release savepoint ${names.pop()}`),
    rollbackTransaction: () => run(`rollback to savepoint ${names.pop()}`),
  };
}

/** Forgets updates of two days ago and before: Telegram keeps none longer than one. */
export async function forgetUpdates(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`delete from handled_update where handled_at < ${now}::timestamptz - interval '2 days'`.execute(
    db,
  );
}
