import { Command } from 'commander';
import { migrateToLatest } from '../store/migrate.js';
import { prepare, withDatabase } from './context.js';

export function migrateCommand(): Command {
  return new Command('migrate').description('bring the database to the newest schema').action(async () => {
    const applied = await withDatabase(prepare(), migrateToLatest);
    console.log(applied.length ? applied.map((name) => `applied ${name}`).join('\n') : 'nothing to apply');
  });
}
