import {
  CompiledQuery,
  type ControlledTransaction,
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
 */
export function openUpdateWork(root: Kysely<Database>, hash: Buffer, now: Date): UpdateWork {
  let open: Promise<ControlledTransaction<Database>> | undefined;
  const transaction = () => {
    open ??= root.startTransaction().execute();
    return open;
  };
  const end = async (how: 'commit' | 'rollback') => {
    const ending = open;
    open = undefined;
    if (ending) await (await ending)[how]().execute();
  };
  return {
    db: new Kysely<Database>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createQueryCompiler: () => new PostgresQueryCompiler(),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createDriver: () => createDriver(async (query) => (await transaction()).executeQuery(query)),
      },
    }),
    async begin() {
      const { numAffectedRows } = await sql`
        insert into handled_update (hash, handled_at) values (${hash}, ${now}) on conflict do nothing`.execute(
        await transaction(),
      );
      return numAffectedRows === 1n;
    },
    commit: () => end('commit'),
    rollback: () => end('rollback'),
  };
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
