import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { connect, type Database } from '../../src/store/database.js';

/** An empty, migrated database of this test file's own, dropped at its end. */
export async function testDatabase(): Promise<Kysely<Database>> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const host = inject('postgres');
  const admin = new pg.Client({ host, user: 'postgres', database: 'postgres' });
  await admin.connect();
  await admin.query(`create database ${name} template loa_template`);
  const db = connect({ host, user: 'postgres', database: name });
  afterAll(async () => {
    await db.destroy();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  });
  return db;
}

/** Where a child process finds the same database: a DATABASE_URL. */
export function urlOf(db: string): string {
  return `postgres://postgres@localhost/${db}?host=${encodeURIComponent(inject('postgres'))}`;
}
